package dev.moqlog.vocabulary;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How events were called in earlier drafts.
 *
 * <p>Until quic-events-08 the QUIC events were spread over the categories transport, recovery,
 * connectivity and security; since -09 all are in the namespace {@code quic}. A type that kept its
 * name needs no row here: moving the category is enough.
 */
final class EventHistory {

  private static final Set<String> QUIC_CATEGORIES =
      Set.of("quic", "transport", "recovery", "connectivity", "security", "loss");

  /** Old {@code category:type} or, without a colon, old type in any QUIC category. */
  private static final Map<String, String> RENAMED = renamed();

  private EventHistory() {}

  /** The current name of an event given by its lower-case category and type. */
  static String canonical(String category, String type) {
    String full = category + ':' + type;
    String renamed = RENAMED.get(full);
    if (renamed != null) {
      return renamed;
    }
    if (QUIC_CATEGORIES.contains(category)) {
      renamed = RENAMED.get(type);
      return renamed != null ? renamed : "quic:" + type;
    }
    if (category.equals("generic")) {
      return "loglevel:" + type;
    }
    return full;
  }

  private static Map<String, String> renamed() {
    Map<String, String> names = new HashMap<>();
    // The one type that two categories used for two different things.
    names.put("recovery:parameters_set", "quic:recovery_parameters_set");

    names.put("datagram_sent", "quic:udp_datagrams_sent");
    names.put("datagrams_sent", "quic:udp_datagrams_sent");
    names.put("datagram_received", "quic:udp_datagrams_received");
    names.put("datagrams_received", "quic:udp_datagrams_received");
    names.put("datagram_dropped", "quic:udp_datagram_dropped");
    names.put("transport_parameters_update", "quic:parameters_set");
    names.put("version_update", "quic:version_information");
    names.put("alpn_update", "quic:alpn_information");
    names.put("stream_state_update", "quic:stream_state_updated");
    names.put("data_moved", "quic:stream_data_moved");
    names.put("http:data_moved", "quic:stream_data_moved");
    names.put("connection_new", "quic:connection_started");
    names.put("connection_attempt", "quic:connection_started");
    names.put("connection_close", "quic:connection_closed");
    names.put("connection_id_update", "quic:connection_id_updated");
    names.put("spin_bit_update", "quic:spin_bit_updated");
    names.put("path_assigned", "quic:tuple_assigned");
    names.put("key_update", "quic:key_updated");
    names.put("key_retired", "quic:key_discarded");
    names.put("metric_update", "quic:recovery_metrics_updated");
    names.put("metrics_updated", "quic:recovery_metrics_updated");
    names.put("cc_state_update", "quic:congestion_state_updated");
    names.put("loss_alarm_set", "quic:timer_updated");
    names.put("loss_alarm_fired", "quic:timer_updated");
    names.put("loss_timer_set", "quic:timer_updated");
    names.put("loss_timer_expired", "quic:timer_updated");
    names.put("loss_timer_updated", "quic:timer_updated");
    names.put("loss_alarm_triggered", "quic:timer_updated");
    names.put("loss_timer_fired", "quic:timer_updated");
    names.put("packet_acknowledged", "quic:packets_acked");
    names.put("packets_acknowledged", "quic:packets_acked");
    names.put("recovery:state_update", "quic:congestion_state_updated");
    // mvfst before November 2025.
    names.put("packets_lost", "quic:packet_lost");
    names.put("packet_drop", "quic:packet_dropped");
    names.put("packet_ack", "quic:packets_acked");
    names.put("packet_retransmit", "quic:marked_for_retransmit");
    names.put("loss_alarm", "quic:timer_updated");
    names.put("connection_migration", "quic:migration_state_updated");
    names.put("connection_migrated", "quic:migration_state_updated");
    names.put("path_validation", "quic:migration_state_updated");
    names.put("path_validated", "quic:migration_state_updated");
    // Running totals at the end of a connection.
    names.put("transport_summary", "quic:recovery_metrics_updated");
    names.put("mvfst:transport_summary", "quic:recovery_metrics_updated");
    names.put("metric_update:congestion_metric_update", "quic:recovery_metrics_updated");

    names.put("error:connection_error", "loglevel:error");
    names.put("error:application_error", "loglevel:error");
    names.put("error:internal_error", "loglevel:error");
    names.put("generic:connection_error", "loglevel:error");
    names.put("generic:application_error", "loglevel:error");
    names.put("generic:internal_error", "loglevel:error");
    names.put("warning:internal_warning", "loglevel:warning");
    names.put("generic:internal_warning", "loglevel:warning");
    names.put("info:message", "loglevel:info");
    names.put("generic:message", "loglevel:info");
    names.put("debug:message", "loglevel:debug");
    names.put("verbose:message", "loglevel:verbose");
    names.put("generic:marker", "simulation:marker");
    // moq-rs.
    names.put("loglevel:fatal", "loglevel:error");
    names.put("loglevel:warn", "loglevel:warning");

    // Until moq-events-03, a datagram that carried a status was an event of its own.
    names.put("moqt:object_datagram_status_created", "moqt:object_datagram_created");
    names.put("moqt:object_datagram_status_parsed", "moqt:object_datagram_parsed");
    return Map.copyOf(names);
  }
}
