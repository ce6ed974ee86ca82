package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media over QUIC objects in the output of join: eight of ten arrive, after 30 ms. */
class JoinMoqTest {

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    StringBuilder client = new StringBuilder(header("client"));
    StringBuilder server = new StringBuilder(header("server"));
    for (int i = 0; i < 10; i++) {
      // Packets take 20 ms each way, and the server's clock is 500 ms ahead.
      client.append(packet(100 * i, "sent", i));
      server.append(packet(100 * i + 510, "sent", i));
      server.append(object(100 * i + 515, "created", i));
      server.append(packet(100 * i + 520, "received", i));
      client.append(packet(100 * i + 30, "received", i));
      if (i % 5 != 2) {
        client.append(object(100 * i + 45, "parsed", i));
      }
    }
    Files.writeString(directory.resolve("client.sqlog"), client.toString().replace('\'', '"'));
    Files.writeString(directory.resolve("server.sqlog"), server.toString().replace('\'', '"'));
  }

  private static String header(String side) {
    return "{'qlog_version':'0.3','qlog_format':'JSON-SEQ','trace':{'vantage_point':{'type':'"
        + side
        + "'},'common_fields':{'group_id':'0011223344556677','time_format':'relative'}}}\n";
  }

  private static String packet(int time, String what, int number) {
    return "{'time':"
        + time
        + ",'name':'transport:packet_"
        + what
        + "','data':{'header':{'packet_type':'1RTT','packet_number':"
        + number
        + "},'raw':{'length':1200},'frames':[{'frame_type':'ping'}]}}\n";
  }

  private static String object(int time, String what, int id) {
    return "{'time':"
        + time
        + ",'name':'moqt:object_datagram_"
        + what
        + "','data':{'track_alias':7,'group_id':0,'object_id':"
        + id
        + "}}\n";
  }

  private String path() {
    return directory.toString();
  }

  @Test
  void jsonTellsTheLatencyOfObjectsByDirectionAndTrack() {
    JsonNode document = Cli.run("join", "-f", "json", path()).json();
    JsonNode moq = document.at("/joined/0/server_to_client/moq");

    assertThat(document.at("/joined/0/clock/offset_ms").asInt()).isEqualTo(500);
    assertThat(moq.get("created").asInt()).isEqualTo(10);
    assertThat(moq.get("matched").asInt()).isEqualTo(8);
    assertThat(moq.get("never_parsed").asInt()).isEqualTo(2);
    assertThat(moq.get("unresolved").asInt()).isZero();
    assertThat(moq.at("/latency_ms/samples").asInt()).isEqualTo(8);
    assertThat(moq.at("/latency_ms/min").asInt()).isEqualTo(30);
    assertThat(moq.at("/latency_ms/p99").asInt()).isEqualTo(30);
    assertThat(moq.at("/tracks/0/track").asText()).isEqualTo("alias:7");
    assertThat(moq.at("/tracks/0/latency_ms/max").asInt()).isEqualTo(30);
    assertThat(document.at("/joined/0/client_to_server").has("moq")).isFalse();
    assertThat(document.at("/totals/server_to_client/moq/matched").asInt()).isEqualTo(8);
    assertThat(document.at("/totals/client_to_server").has("moq")).isFalse();
  }

  @Test
  void rowsHaveEveryNumberOfTheJsonButThoseOfTracks() {
    JsonNode moq =
        Cli.parse(Cli.run("join", "-f", "ndjson", path()).out()).at("/server_to_client/moq");
    List<String> csv = Cli.run("join", "-f", "csv", path()).out().lines().toList();
    List<String> names = Arrays.asList(csv.get(0).split(","));
    List<String> cells = Arrays.asList(csv.get(1).split(",", -1));

    assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(cells);
    moq.properties()
        .forEach(
            member -> {
              if (!member.getKey().equals("tracks") && !member.getValue().isObject()) {
                int column = names.indexOf("server_to_client_moq_" + member.getKey());
                assertThat(cells.get(column)).isEqualTo(member.getValue().asText());
              }
            });
    for (String name : List.of("samples", "min", "mean", "p50", "p90", "p95", "p99", "max")) {
      int column = names.indexOf("server_to_client_moq_latency_ms_" + name);
      assertThat(cells.get(column)).isEqualTo(moq.at("/latency_ms/" + name).asText());
      assertThat(cells.get(names.indexOf("client_to_server_moq_latency_ms_" + name))).isEmpty();
    }
  }

  @Test
  void theCardShowsBothDirectionsAndTheWorstTracks() {
    List<String> lines = Cli.runOnTerminal(false, "join", path()).out().lines().toList();

    assertThat(lines).anyMatch(line -> line.matches("MoQ objects created +- +10"));
    assertThat(lines).anyMatch(line -> line.matches("object latency min +- +30.00 ms"));
    assertThat(lines).anyMatch(line -> line.matches("alias:7 +client +10 +2( +30.00 ms){3}"));
    assertThat(lines).allMatch(line -> line.length() <= 100);
  }

  @Test
  void isDefined() {
    assertThat(Cli.run("join", "--explain", "join.moq").out()).contains("## join.moq");
  }
}
