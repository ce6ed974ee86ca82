package dev.moqlog.samples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.samples.telemetry.emit.MoqInstrument;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts know the metrics by these names. */
class NamesTest {

  @Test
  void theRelaysMetricsHaveTheNamesThatDashboardsExpect() {
    assertThat(names(true))
        .containsExactlyInAnyOrder(
            "moq_relay_active_subscribers",
            "moq_relay_active_streams",
            "moq_relay_active_connections",
            "moq_relay_active_sessions",
            "moq_relay_connections_total",
            "moq_relay_bytes_sent_total",
            "moq_relay_bytes_received_total",
            "moq_relay_app_bytes_sent_total",
            "moq_relay_app_bytes_received_total",
            "moq_relay_objects_sent_total",
            "moq_relay_objects_received_total",
            "moq_relay_groups_sent_total",
            "moq_relay_groups_received_total",
            "moq_relay_cache_hits_total",
            "moq_relay_cache_misses_total",
            "moq_relay_dedup_upstream_saved_total",
            "moq_relay_fanout",
            "moq_relay_queue_depth",
            "moq_relay_drops_total",
            "moq_relay_errors_total");
  }

  @Test
  void thePlayersMetricsHaveTheNamesThatDashboardsExpect() {
    assertThat(names(false))
        .containsExactlyInAnyOrder(
            "moq_client_buffer_length_seconds",
            "moq_client_startup_time_seconds",
            "moq_client_latency_seconds",
            "moq_client_bitrate_bps",
            "moq_client_quality_switches_total",
            "moq_client_connections_total",
            "moq_client_rebuffer_count_total",
            "moq_client_frames_decoded_total",
            "moq_client_frames_dropped_total",
            "moq_client_keyframe_interval_seconds",
            "moq_client_decode_time_seconds",
            "moq_client_av_sync_drift_seconds");
  }

  private static Stream<String> names(boolean relay) {
    return Arrays.stream(MoqInstrument.values())
        .filter(instrument -> instrument.isRelay() == relay)
        .map(MoqInstrument::prometheusName);
  }
}
