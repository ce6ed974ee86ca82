package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.EventType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single stacks and old drafts write differently about all but packets. */
class DialectDetailsTest {

  /** What one event says. */
  @FunctionalInterface
  private interface Question {
    Object of(QlogEvent event);
  }

  private static Object askLog(String log, Question question) {
    List<Object> answers = new ArrayList<>();
    Qlogs.events(log, each -> answers.add(question.of(each)));
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static Object ask(String name, String data, Question question) {
    String event = Qlogs.json("{'time':1,'name':'%s','data':{%s}}".formatted(name, data));
    return askLog(Qlogs.sequence(Qlogs.HEADER, event), question);
  }

  private static Object askArrays(String units, String event, Question question) {
    return askLog(
        Qlogs.json(
            "{'qlog_version':'draft-00','traces':[{'configuration':{'time_units':'%s'},'event_fields':["
                    .formatted(units)
                + "'relative_time','CATEGORY','EVENT_TYPE','TRIGGER','DATA'],'events':["
                + event
                + "]}]}"),
        question);
  }

  // Timers.

  @ParameterizedTest
  @CsvSource({
    "RECOVERY:LOSS_ALARM_SET,set",
    "RECOVERY:LOSS_ALARM_FIRED,expired",
    "recovery:loss_alarm_set,set",
    "recovery:loss_alarm_triggered,expired",
    "recovery:loss_timer_set,set",
    "recovery:loss_timer_expired,expired",
    "loss:loss_alarm,expired"
  })
  void timersWhoseEventIsInTheirName(String name, String timerEvent) {
    assertThat(ask(name, "'timer_type':'pto'", QlogEvent::type)).isEqualTo(EventType.TIMER_UPDATED);
    assertThat(ask(name, "'timer_type':'pto'", event -> event.detail().timerEvent()))
        .isEqualTo(timerEvent);
    assertThat(ask(name, "'timer_type':'pto'", event -> event.detail().timerType()))
        .isEqualTo("pto");
  }

  @Test
  void timersOfMvfstAreLoggedWhenTheyExpire() {
    String data = "'largest_sent':7,'alarm_count':1,'outstanding_packets':3,'type':'PTO'";

    assertThat(ask("quic:loss_timer_updated", data, event -> event.detail().timerEvent()))
        .isEqualTo("expired");
    assertThat(ask("quic:loss_timer_updated", data, event -> event.detail().timerType()))
        .isEqualTo("pto");
  }

  @Test
  void aTimerThatDoesNotSayWhatBecameOfItIsUnknown() {
    assertThat(
            ask(
                "recovery:loss_timer_updated",
                "'timer_type':'ack'",
                event -> event.detail().timerEvent()))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"us,250000", "ms,250"})
  void durationsInTheUnitOfTheTrace(String units, String duration) {
    String timer = "['1','RECOVERY','LOSS_TIMER_SET','',{'timeout':'%s'}]".formatted(duration);
    String updated =
        "['1','recovery','loss_timer_updated','',{'event_type':'set','delta':%s}]"
            .formatted(duration);
    String ack =
        "['1','transport','packet_received','',{'packet_type':'1RTT','header':{'packet_number':'0'},"
            + "'frames':[{'frame_type':'ack','ack_delay':'%s','acked_ranges':[['0','0']]}]}]"
                .formatted(duration);
    String rtt = "['1','RECOVERY','METRIC_UPDATE','',{'min_rtt':%s}]".formatted(duration);

    assertThat(askArrays(units, timer, event -> event.detail().deltaNanos()))
        .isEqualTo(250_000_000L);
    assertThat(askArrays(units, updated, event -> event.detail().deltaNanos()))
        .isEqualTo(250_000_000L);
    assertThat(askArrays(units, ack, event -> event.frames().ackDelayNanos(0)))
        .isEqualTo(250_000_000L);
    assertThat(askArrays(units, rtt, event -> event.recovery().minRttNanos()))
        .isEqualTo(250_000_000L);
  }

  // Triggers and other events of the first drafts.

  @Test
  void aTriggerInAColumnOfItsOwn() {
    String lost =
        "['1','RECOVERY','PACKET_LOST','REORDERING_THRESHOLD',{'type':'1RTT','packet_number':'3'}]";

    assertThat(askArrays("ms", lost, event -> event.detail().trigger()))
        .isEqualTo("REORDERING_THRESHOLD");
    assertThat(
            askArrays(
                "ms", lost.replace("REORDERING_THRESHOLD", ""), event -> event.detail().trigger()))
        .isNull();
    assertThat(
            askArrays(
                "ms",
                lost.replace("'type'", "'trigger':'time_threshold','type'"),
                event -> event.detail().trigger()))
        .isEqualTo("time_threshold");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PACKET_ACKNOWLEDGED", "packet_acknowledged", "packets_acknowledged"})
  void aSinglePacketThatIsAcknowledged(String name) {
    String log =
        Qlogs.json(
            "{'qlog_version':'draft-00','traces':[{'event_fields':['relative_time','category','event_type','data'],'events':["
                + "['0','transport','packet_sent',{'packet_type':'1RTT','header':{'packet_number':'4'}}],"
                + "['9','recovery','"
                + name
                + "',{'packet_type':'1RTT','packet_number':'4'}]]}]}");

    assertThat(Qlogs.only(Qlogs.analyze(log)).loss().orElseThrow().unresolved()).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "TRANSPORT:ALPN_UPDATE|'old':'','new':'h3-22'",
        "transport:alpn_information|'client_alpns':['h3'],'chosen_alpn':'h3-22'",
        "quic:alpn_information|'chosen_alpn':{'string_value':'h3-22'}",
        "transport:parameters_set|'owner':'remote','alpn':'h3-22'"
      })
  void formsOfTheChosenProtocol(String name, String data) {

    assertThat(ask(name, data, event -> event.detail().chosenAlpn())).isEqualTo("h3-22");
  }

  @ParameterizedTest
  @CsvSource({"'0xff00001d',ff00001d", "'FF00001D',ff00001d", "1,1", "'1',1", "'00000001',1"})
  void formsOfTheVersion(String version, String canonical) {
    String json = version.startsWith("'") || version.equals("1") ? version : "'" + version + "'";

    assertThat(
            ask(
                "transport:version_information",
                "'chosen_version':" + json,
                event -> event.detail().chosenVersion()))
        .isEqualTo(canonical);
  }

  // Paths, datagrams, states.

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "connectivity:connection_started|'src_ip':'10.0.0.1','src_port':'1234','dst_ip':'10.0.0.2','dst_port':443,'ip_version':'ipv4'",
        "quic:connection_started|'local':{'ip_v4':'10.0.0.1','port_v4':1234},'remote':{'ip_v4':'10.0.0.2','port_v4':443}",
        "transport:connection_started|'local':{'address_v4':{'ip':'10.0.0.1','port':1234}},'remote':{'address_v4':{'ip':'10.0.0.2','port':443}}",
        "connectivity:connection_new|'ip_version':'4','src_ip':'10.0.0.1','src_port':1234,'dst_ip':'10.0.0.2','dst_port':'443'",
        "quic:tuple_assigned|'tuple_id':'p0','tuple_remote':{'ip_v4':'10.0.0.2','port_v4':443},'tuple_local':{'ip_v4':'10.0.0.1','port_v4':1234}"
      })
  void formsOfAddresses(String name, String data) {

    assertThat(ask(name, data, event -> event.detail().localAddress())).isEqualTo("10.0.0.1 1234");
    assertThat(ask(name, data, event -> event.detail().remoteAddress())).isEqualTo("10.0.0.2 443");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "transport:datagrams_sent|'count':1,'raw':[{'length':1208,'payload_length':1200}]",
        "transport:datagrams_received|'count':1,'raw':[{'length':1200}]",
        "quic:udp_datagrams_sent|'count':1,'raw':[{'length':1200}],'ecn':['ECT(0)']",
        "quic:udp_datagrams_received|'raw':{'length':1200}",
        "transport:datagram_sent|'byte_length':1200",
        "transport:datagram_received|'byte_length':1200,'count':1",
        "quic:datagram_received|'data_len':1200"
      })
  void formsOfDatagrams(String name, String data) {

    assertThat(ask(name, data, event -> event.detail().datagramBytes())).isEqualTo(1200L);
    assertThat(ask(name, data, event -> event.detail().datagramCount())).isEqualTo(1L);
    assertThat(ask(name, data, QlogEvent::type))
        .isIn(EventType.UDP_DATAGRAMS_SENT, EventType.UDP_DATAGRAMS_RECEIVED);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "recovery:mtu_updated|'mtu':1400,'done':true",
        "recovery:mtu_updated|'new':1400,'done':false",
        "connectivity:mtu_updated|'old':1200,'new':'1400'"
      })
  void formsOfTheMtu(String name, String data) {

    assertThat(ask(name, data, QlogEvent::type)).isEqualTo(EventType.MTU_UPDATED);
    assertThat(ask(name, data, event -> event.detail().newValue())).isEqualTo(1400L);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "transport:packet_dropped|'trigger':'header_parse_error'",
        "transport:packet_dropped|'trigger':'initial_packet_datagram_too_small'",
        "quic:packet_dropped|'trigger':'key_unavailable'",
        "loss:packet_drop|'drop_reason':'peer_address_change'"
      })
  void triggersOfDropsOfAnyKind(String name, String data) {
    assertThat(ask(name, data, QlogEvent::type)).isEqualTo(EventType.PACKET_DROPPED);
    assertThat(ask(name, data, event -> event.detail().trigger())).isIn(data.split("'")[3]);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "quic:path_validated|'success':true|probing_successful",
        "transport:path_validation|'success':false|probing_abandoned",
        "quic:migration_state_updated|'new':'probing_successful'|probing_successful"
      })
  void formsOfPathValidation(String name, String data, String state) {
    assertThat(ask(name, data, QlogEvent::type)).isEqualTo(EventType.MIGRATION_STATE_UPDATED);
    assertThat(ask(name, data, event -> event.detail().newState())).isEqualTo(state);
  }

  // Closing.

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'error':'no_error','reason':'bye','drain_connection':true|no_error|-1",
        "'error':'unknown','error_code':7,'reason':'bye'|unknown|7",
        "'error_code':3,'error_code':7,'reason':'bye'||7",
        "'error_code':'no_error','raw_error_code':0,'reason':'bye'|no_error|0",
        "'error_code_value':7,'reason':'bye'||7"
      })
  void formsOfTheErrorThatCloses(String data, String error, long code) {

    assertThat(ask("quic:connection_closed", data, event -> event.close().error()))
        .isEqualTo(error);
    assertThat(ask("quic:connection_closed", data, event -> event.close().errorCode()))
        .isEqualTo(code == -1 ? QlogEvent.ABSENT : code);
    assertThat(ask("quic:connection_closed", data, event -> event.close().reason()))
        .isEqualTo("bye");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'frame_type':'connection_close','error_space':'application'|application",
        "'frame_type':'connection_close','error_space':'application_error'|application",
        "'frame_type':'connection_close','error_space':'transport_error'|transport",
        "'frame_type':'application_close'|application",
        "'frame_type':'connection_close'|"
      })
  void formsOfTheErrorSpace(String frame, String space) {
    String data =
        "'header':{'packet_type':'1RTT','packet_number':0},'frames':[{%s,'error_code':0}]"
            .formatted(frame);

    assertThat(ask("quic:packet_sent", data, event -> event.close().errorSpace())).isEqualTo(space);
  }

  // JSON.

  @Test
  void escapesThatJsonDoesNotKnow() {
    String event =
        "{\"time\":1,\"name\":\"info:message\",\"data\":{\"message\":\"ALPN \\\\0A\\HH \\x\"}}";

    assertThat(askLog(Qlogs.sequence(Qlogs.HEADER, event), each -> each.detail().message()))
        .asString()
        .startsWith("ALPN ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "null", "'x'", "[]", "{}", "true"})
  void numbersThatAreNone(String number) {
    String metrics = "'latest_rtt':%s,'smoothed_rtt':5".formatted(number);

    assertThat(ask("recovery:metrics_updated", metrics, event -> event.recovery().latestRttNanos()))
        .isEqualTo(QlogEvent.ABSENT);
    assertThat(
            ask("recovery:metrics_updated", metrics, event -> event.recovery().smoothedRttNanos()))
        .isEqualTo(5_000_000L);
  }
}
