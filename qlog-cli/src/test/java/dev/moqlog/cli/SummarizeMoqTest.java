package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media over QUIC in the JSON of a connection. */
class SummarizeMoqTest {

  private static final String LOG =
      """
      {"qlog_version":"0.3","qlog_format":"JSON-SEQ","trace":{"common_fields":{"time_format":"relative"}}}
      {"time":0,"name":"quic:alpn_information","data":{"chosen_alpn":"moqt-17"}}
      {"time":1,"name":"moqt:control_message_created","data":{"message":{"type":"subscribe","request_id":0,"track_namespace":[{"value":"live"}],"track_name":{"value":"video"}}}}
      {"time":5.5,"name":"moqt:control_message_parsed","data":{"message":{"type":"subscribe_ok","request_id":0,"track_alias":9}}}
      {"time":7,"name":"moqt:object_datagram_parsed","data":{"track_alias":9,"group_id":3,"object_payload":{"length":40},"end_of_group":true}}
      {"time":8,"name":"moqt:control_message_parsed","data":{"message":{"type":"publish_done","request_id":0,"status_code":6}}}
      """;

  @TempDir Path directory;

  @Test
  void aConnectionHasItsTracks() throws IOException {
    Path file = Files.writeString(directory.resolve("a.qlog"), LOG);
    JsonNode connection = Cli.run("summarize", "--format", "ndjson", file.toString()).json();
    JsonNode moq = connection.get("moq");
    assertThat(moq.get("alpn").asText()).isEqualTo("moqt-17");
    assertThat(moq.get("draft").asInt()).isEqualTo(17);
    assertThat(moq.get("objects_parsed").asLong()).isEqualTo(1);
    assertThat(moq.get("payload_bytes_parsed").asLong()).isEqualTo(40);
    assertThat(moq.at("/requests/latency_ms/p50").asText()).isEqualTo("4.5");
    JsonNode track = moq.at("/tracks/0");
    assertThat(track.get("track").asText()).isEqualTo("live/video");
    assertThat(track.get("direction").asText()).isEqualTo("in");
    assertThat(track.at("/groups/complete").asInt()).isEqualTo(1);
    assertThat(track.at("/first_object_ms/max").asInt()).isEqualTo(6);
    assertThat(track.at("/drops/0/name").asText()).isEqualTo("too_far_behind");
    assertThat(track.has("residence_ms")).isFalse();
    assertThat(moq.get("stalls")).isEmpty();
    assertThat(moq.has("source")).isFalse();
  }

  @Test
  void aConnectionWithoutMoqHasNone() {
    Path sample = Cli.SAMPLES;
    JsonNode report = Cli.run("summarize", "--format", "json", sample.toString()).json();
    assertThat(report.get("connections")).isNotEmpty().noneMatch(node -> node.has("moq"));
  }
}
