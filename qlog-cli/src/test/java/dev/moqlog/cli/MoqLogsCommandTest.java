package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of Media over QUIC beside the QUIC log of the same connection. */
class MoqLogsCommandTest {

  private static final long EPOCH_MS = 1_700_000_000_000L;

  /** How much later than QUIC's the events of MoQ begin. */
  private static final long MOQ_AFTER_MS = 500;

  private static final String HEADER =
      """
      {"qlog_version":"0.3","qlog_format":"JSON-SEQ","trace":{"vantage_point":{"type":"client"},"common_fields":{"time_format":"relative","reference_time":%d%s}}}
      """;

  @TempDir Path directory;

  private Path quic;
  private Path moq;

  @BeforeEach
  void writeBoth() throws IOException {
    quic = Files.writeString(directory.resolve("aa01.qlog"), quicLog());
    moq =
        Files.writeString(
            directory.resolve("aa01.mlog"), moqLog(HEADER.formatted(0, ""), EPOCH_MS + 500));
  }

  /** A packet each 100 ms, acknowledged 50 ms later, but for those from 1000 to 1800 ms. */
  private static String quicLog() {
    StringBuilder log = new StringBuilder(HEADER.formatted(EPOCH_MS, ",\"ODCID\":\"beef\""));
    for (int i = 0; i <= 24; i++) {
      log.append(packet("packet_sent", 100 * i, i, "{\"frame_type\":\"datagram\",\"length\":100}"));
      if (i < 10 || i > 18) {
        String acked = i < 10 ? "[[0,%d]]".formatted(i) : "[[0,9],[19,%d]]".formatted(i);
        log.append(
            packet(
                "packet_received",
                100 * i + 50,
                i,
                "{\"frame_type\":\"ack\",\"acked_ranges\":" + acked + "}"));
      }
    }
    return log.toString();
  }

  private static String packet(String name, long millis, int number, String frame) {
    return String.format(
        Locale.ROOT,
        "{\"time\":%d,\"name\":\"transport:%s\",\"data\":{\"header\":{\"packet_type\":\"1RTT\","
            + "\"packet_number\":%d},\"raw\":{\"length\":200},\"frames\":[%s]}}%n",
        millis,
        name,
        number,
        frame);
  }

  /** A group each 100 ms from the first event on, of which the sixth comes 900 ms late. */
  private static String moqLog(String header, long startMillis) {
    StringBuilder log = new StringBuilder(header);
    log.append(
        event(
            startMillis,
            "control_message_created",
            "\"message\":{\"type\":\"subscribe\",\"request_id\":0,"
                + "\"track_namespace\":[{\"value\":\"live\"}],"
                + "\"track_name\":{\"value\":\"video\"}}"));
    log.append(
        event(
            startMillis,
            "control_message_parsed",
            "\"message\":{\"type\":\"subscribe_ok\",\"request_id\":0,\"track_alias\":9}"));
    log.append(
        event(
            startMillis,
            "object_datagram_created",
            "\"track_alias\":9,\"group_id\":0,\"object_payload\":{\"length\":40}"));
    for (int group = 0; group < 6; group++) {
      log.append(
          event(
              startMillis + 100 * group + (group == 5 ? 900 : 0),
              "object_datagram_parsed",
              "\"track_alias\":9,\"group_id\":"
                  + group
                  + ",\"object_payload\":{\"length\":40},\"end_of_group\":true"));
    }
    return log.toString();
  }

  private static String event(long millis, String name, String data) {
    return "{\"time\":" + millis + ",\"name\":\"moqt:" + name + "\",\"data\":{" + data + "}}\n";
  }

  private JsonNode only(String command, Path... paths) {
    String[] arguments = new String[paths.length + 3];
    arguments[0] = command;
    arguments[1] = "-f";
    arguments[2] = "json";
    for (int i = 0; i < paths.length; i++) {
      arguments[i + 3] = paths[i].toString();
    }
    Cli.Result result = Cli.run(arguments);
    assertThat(result.code()).isZero();
    assertThat(result.json().get("connections")).hasSize(1);
    return result.json().at("/connections/0");
  }

  @Test
  void bothAreOneConnectionWhicheverIsNamedFirst() {
    for (JsonNode connection :
        new JsonNode[] {
          only("summarize", directory),
          only("summarize", moq, quic),
          only("summarize", quic, moq),
          only("inspect", directory)
        }) {
      assertThat(connection.get("connection_id").asText()).isEqualTo("beef");
      assertThat(connection.get("source").asText()).endsWith("aa01.qlog");
      assertThat(connection.at("/packets/sent").asInt()).isEqualTo(25);
      assertThat(connection.at("/moq/source").asText()).endsWith("aa01.mlog");
      assertThat(connection.at("/moq/objects_parsed").asInt()).isEqualTo(6);
    }
  }

  @Test
  void aLogOfMoqOnlyIsAConnectionOfItsOwn() throws IOException {
    Files.delete(quic);

    JsonNode connection = only("summarize", directory);

    assertThat(connection.get("connection_id").asText()).isEqualTo("aa01");
    assertThat(connection.get("moq").has("source")).isFalse();
    assertThat(connection.get("moq").has("aligned")).isFalse();
    assertThat(connection.at("/moq/stalls/0/start_ms").asDouble()).isEqualTo(500);
  }

  @Test
  void stallsAreOnTheTimeAxisOfTheQuicLogIfBothTellTheTimeOfDay() {
    JsonNode found = only("summarize", directory).get("moq");

    assertThat(found.get("aligned").asBoolean()).isTrue();
    JsonNode stall = found.at("/stalls/0");
    assertThat(stall.get("kind").asText()).isEqualTo("late_group");
    assertThat(stall.get("start_ms").asDouble()).isEqualTo(MOQ_AFTER_MS + 500);
    assertThat(stall.get("end_ms").asDouble()).isEqualTo(MOQ_AFTER_MS + 1400);
  }

  @Test
  void stallsHaveTheTimesOfTheirOwnLogIfItDoesNotTellTheTimeOfDay() throws IOException {
    for (String log :
        new String[] {
          moqLog(HEADER.formatted(0, ""), 70_000),
          // A day later: no time that the connection was open.
          moqLog(HEADER.formatted(0, ""), EPOCH_MS + 86_400_000)
        }) {
      Files.writeString(moq, log);

      JsonNode found = only("summarize", directory).get("moq");

      assertThat(found.get("aligned").asBoolean()).isFalse();
      assertThat(found.at("/stalls/0/start_ms").asDouble()).isEqualTo(500);
      assertThat(found.at("/stalls/0/end_ms").asDouble()).isEqualTo(1400);
      assertThat(Cli.run("inspect", directory.toString()).out())
          .contains("aa01.mlog, on a clock of its own");
    }
  }

  @Test
  void aStallIsExplainedByWhatTheTransportDid() {
    JsonNode diagnosed = only("diagnose", directory);

    assertThat(diagnosed.get("findings"))
        .anySatisfy(
            finding -> {
              assertThat(finding.get("rule").asText()).isEqualTo("moq_late_group");
              JsonNode evidence = finding.at("/evidence/0");
              assertThat(evidence.get("text").asText())
                  .startsWith("live/video group 5 late group of 900")
                  .doesNotContain("no trouble of the transport");
              // The place is in the other log.
              assertThat(evidence.has("offset")).isFalse();
              assertThat(evidence.get("time_ms").asDouble()).isEqualTo(MOQ_AFTER_MS + 500);
            });
  }

  @Test
  void inspectShowsTheSessionAndItsTracks() {
    assertThat(Cli.run("inspect", directory.toString()).out().lines())
        .anyMatch(line -> line.startsWith("MoQ ") && line.contains("in 6 objects (240 B)"))
        .anyMatch(line -> line.contains("read from") && line.endsWith("aa01.mlog"))
        .contains("             packets with datagrams lost 9 of 25 (36.00 %)")
        .anyMatch(line -> line.startsWith("requests     sent 1   received 0   accepted 1"))
        .anyMatch(line -> line.matches("tracks +track +objects +groups +partial .* stalls"))
        .anyMatch(line -> line.matches(" +live/video +in +6 +6 +0 +240 B +.* 1"))
        .contains("stalls       late_group 1, the longest 900.0 ms at 1.000 s");
  }

  @Test
  void totalsHaveMoqOfAllConnections() throws IOException {
    Files.copy(moq, directory.resolve("bb02.mlog"));

    JsonNode totals = Cli.run("summarize", "-f", "json", directory.toString()).json().get("totals");

    assertThat(totals.get("connections").asInt()).isEqualTo(2);
    JsonNode found = totals.get("moq");
    assertThat(found.get("connections").asInt()).isEqualTo(2);
    assertThat(found.get("tracks").asInt()).isEqualTo(4);
    assertThat(found.get("objects_parsed").asInt()).isEqualTo(12);
    assertThat(found.get("payload_bytes_parsed").asInt()).isEqualTo(480);
    assertThat(found.at("/groups/complete").asInt()).isEqualTo(12);
    assertThat(found.at("/requests/count").asInt()).isEqualTo(2);
    assertThat(found.at("/stalls/late_group").asInt()).isEqualTo(2);
    assertThat(found.at("/stalls/reset_stream").asInt()).isZero();
    assertThat(found.get("stalled_ms").asInt()).isEqualTo(1800);
    assertThat(found.at("/datagram_loss/packets_lost").asInt()).isEqualTo(9);
    assertThat(found.at("/datagram_loss/ratio").asDouble()).isEqualTo(0.36);
    assertThat(found.at("/subscribe_ms/samples").asInt()).isEqualTo(2);
    assertThat(found.at("/group_interval_ms/p50").asInt()).isEqualTo(100);
    assertThat(found.at("/object_bytes/max").asInt()).isEqualTo(40);
    assertThat(found.has("residence_ms")).isFalse();
  }

  @Test
  void totalsHaveNoMoqWithoutIt() throws IOException {
    Files.delete(moq);

    assertThat(
            Cli.run("summarize", "-f", "json", directory.toString())
                .json()
                .get("totals")
                .has("moq"))
        .isFalse();
  }
}
