package dev.moqlog.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeTest {

  /** Every row of the history of names, from draft-00 to quic-events-13. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          packet_sent              | TRANSPORT:PACKET_SENT transport:packet_sent quic:packet_sent
          packet_received          | TRANSPORT:PACKET_RECEIVED transport:packet_received
          packet_dropped           | TRANSPORT:PACKET_DROPPED transport:packet_dropped quic:packet_dropped
          packet_buffered          | TRANSPORT:PACKET_BUFFERED transport:packet_buffered
          packets_acked            | RECOVERY:PACKET_ACKNOWLEDGED transport:packets_acked quic:packets_acked
          udp_datagrams_sent       | transport:datagrams_sent transport:datagram_sent quic:datagrams_sent quic:udp_datagrams_sent
          udp_datagrams_received   | transport:datagrams_received transport:datagram_received quic:datagrams_received
          udp_datagram_dropped     | transport:datagram_dropped quic:datagram_dropped quic:udp_datagram_dropped
          parameters_set           | TRANSPORT:TRANSPORT_PARAMETERS_UPDATE transport:parameters_set quic:parameters_set
          parameters_restored      | transport:parameters_restored quic:parameters_restored
          version_information      | TRANSPORT:VERSION_UPDATE transport:version_information
          alpn_information         | TRANSPORT:ALPN_UPDATE transport:alpn_information
          stream_state_updated     | TRANSPORT:STREAM_STATE_UPDATE transport:stream_state_updated
          frames_processed         | transport:frames_processed quic:frames_processed
          frames_created           | quic:frames_created
          frames_parsed            | quic:frames_parsed
          stream_data_moved        | http:data_moved transport:data_moved quic:stream_data_moved
          datagram_data_moved      | quic:datagram_data_moved
          connection_started       | CONNECTIVITY:CONNECTION_NEW CONNECTIVITY:CONNECTION_ATTEMPT connection_new connectivity:connection_started transport:connection_started
          connection_closed        | connectivity:connection_close connectivity:connection_closed transport:connection_closed
          connection_id_updated    | connectivity:connection_id_update connectivity:connection_id_updated
          spin_bit_updated         | connectivity:spin_bit_update transport:spin_bit_updated connectivity:spin_bit_updated
          connection_state_updated | connectivity:connection_state_updated
          server_listening         | connectivity:server_listening
          mtu_updated              | connectivity:mtu_updated recovery:mtu_updated
          tuple_assigned           | connectivity:path_assigned quic:path_assigned quic:tuple_assigned
          migration_state_updated  | quic:migration_state_updated
          key_updated              | SECURITY:KEY_UPDATE security:key_updated
          key_discarded            | SECURITY:KEY_RETIRED security:key_retired security:key_discarded
          recovery_parameters_set  | recovery:parameters_set quic:recovery_parameters_set
          recovery_metrics_updated | RECOVERY:METRIC_UPDATE recovery:metric_update recovery:metrics_updated
          congestion_state_updated | RECOVERY:CC_STATE_UPDATE recovery:congestion_state_updated
          timer_updated            | RECOVERY:LOSS_ALARM_SET RECOVERY:LOSS_ALARM_FIRED recovery:loss_timer_set recovery:loss_timer_expired recovery:loss_timer_updated quic:loss_timer_updated quic:timer_updated
          packet_lost              | RECOVERY:PACKET_LOST recovery:packet_lost quic:packet_lost
          marked_for_retransmit    | TRANSPORT:PACKET_RETRANSMIT recovery:marked_for_retransmit
          ecn_state_updated        | recovery:ecn_state_updated quic:ecn_state_updated
          spurious_loss            | recovery:spurious_loss
          """)
  void namesOfEveryEraMeanTodaysQuicEvent(String type, String names) {
    for (String name : names.split(" ")) {
      assertThat(EventType.of(name).qlogName()).as(name).isEqualTo("quic:" + type);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          loglevel:error      | error:connection_error error:application_error error:internal_error generic:error generic:connection_error generic:internal_error loglevel:error
          loglevel:warning    | warning:internal_warning generic:warning loglevel:warning
          loglevel:info       | info:message generic:info generic:message loglevel:info
          loglevel:debug      | debug:message generic:debug loglevel:debug
          loglevel:verbose    | verbose:message generic:verbose loglevel:verbose
          simulation:marker   | generic:marker simulation:marker
          simulation:scenario | simulation:scenario
          """)
  void namesOfEveryEraMeanTodaysGenericEvent(String current, String names) {
    for (String name : names.split(" ")) {
      assertThat(EventType.of(name).qlogName()).as(name).isEqualTo(current);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCurrentNameMeansItselfInAnyLetterCase(EventType event) {
    String name = event.qlogName();
    assertThat(EventType.of(name)).isEqualTo(event);
    assertThat(EventType.of(name.toUpperCase(Locale.ROOT))).isEqualTo(event);
    assertThat(EventType.of(event.namespace(), event.type())).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http:frame_created",
        "h3:parameters_set",
        "roq:packet_created",
        "quic:no_such_event",
        "private:packet_sent",
        "",
        ":",
        "quic:",
        ":packet_sent"
      })
  void anyOtherNameIsOther(String name) {
    assertThat(EventType.of(name)).isEqualTo(EventType.OTHER);
  }

  @Test
  void aBareTypeIsAQuicEvent() {
    assertThat(EventType.of("packet_sent")).isEqualTo(EventType.PACKET_SENT);
    assertThat(EventType.of("metrics_updated")).isEqualTo(EventType.RECOVERY_METRICS_UPDATED);
  }

  @Test
  void theSameTypeInTwoCategoriesIsTwoEvents() {
    assertThat(EventType.of("transport", "parameters_set")).isEqualTo(EventType.PARAMETERS_SET);
    assertThat(EventType.of("recovery", "parameters_set"))
        .isEqualTo(EventType.RECOVERY_PARAMETERS_SET);
  }

  @Test
  void namesAreUnique() {
    assertThat(Arrays.stream(EventType.values()).map(EventType::qlogName)).doesNotHaveDuplicates();
  }
}
