package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.join.Ends.Result;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Evidence;
import dev.moqlog.analyzer.summary.JoinedSummary.Flag;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import dev.moqlog.analyzer.summary.UnmatchedLog.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingTest {

  private static final String ID = "83e94cf06c8f0f1a";

  @TempDir Path directory;

  private Result join() {
    return Ends.join(Stream.of(directory));
  }

  private static Ends exchange(Ends ends, int seed) {
    Random random = new Random(seed);
    double t = 0;
    for (int i = 0; i < 60; i++) {
      t += random.nextDouble() * 30;
      ends.up(t, 500 * seed + t + 20, i);
      ends.down(500 * seed + t + 21, t + 41, i);
    }
    return ends;
  }

  private static String initial(int time, String what) {
    return "{'time':"
        + time
        + ",'name':'transport:packet_"
        + what
        + "','data':{'header':{'packet_type':'initial','packet_number':0,'dcid':'"
        + ID
        + "'},'raw':{'length':1200},'frames':[{'frame_type':'ping'}]}}";
  }

  @Test
  void groupIdsInAnyLetterCase() {
    exchange(new Ends(ID, ID.toUpperCase()), 1).write(directory);

    JoinedSummary joined = join().only();
    assertThat(joined.evidence()).isEqualTo(Evidence.CONNECTION_ID);
    assertThat(joined.connectionId()).isEqualTo(ID);
  }

  @Test
  void theDestinationConnectionIdOfInitialPackets() {
    Ends ends = new Ends("", "");
    ends.client(initial(0, "sent")).server(initial(520, "received"));
    exchange(ends, 1).write(directory);

    assertThat(join().only().evidence()).isEqualTo(Evidence.CONNECTION_ID);
  }

  @Test
  void originalDestinationConnectionIdOfTransportParameters() {
    Ends ends = new Ends(ID, "");
    ends.server(
        "{'time':0,'name':'transport:parameters_set','data':{'owner':'local',"
            + "'original_destination_connection_id':'"
            + ID
            + "'}}");
    exchange(ends, 1).write(directory);

    assertThat(join().only().evidence()).isEqualTo(Evidence.CONNECTION_ID);
  }

  @Test
  void namesOfFiles() {
    exchange(new Ends("", ""), 1).write(directory, ID + "_client.sqlog", "server-" + ID + ".sqlog");

    assertThat(join().only().evidence()).isEqualTo(Evidence.CONNECTION_ID);
  }

  @Test
  void whoSendsTheFirstInitialIsTheClientWhateverTheLogClaims() throws IOException {
    Ends ends = new Ends(ID, ID);
    ends.client(initial(0, "sent")).server(initial(520, "received"));
    exchange(ends, 1).write(directory);
    Path client = directory.resolve("client.sqlog");
    Files.writeString(
        client, Files.readString(client).replace("\"type\":\"client\"", "\"type\":\"server\""));

    JoinedSummary joined = join().only();
    assertThat(joined.client().source()).endsWith("client.sqlog");
    assertThat(joined.flags()).containsExactly(Flag.VANTAGE_POINT_CORRECTED);
  }

  @Test
  void aServerWhoseLogBeginsLateIsStillTheServer() {
    Ends ends = new Ends(ID, ID);
    ends.client(initial(0, "sent")).server(initial(519, "sent"));
    exchange(ends, 1).write(directory);

    JoinedSummary joined = join().only();
    assertThat(joined.server().source()).endsWith("server.sqlog");
    assertThat(joined.flags()).isEmpty();
  }

  @Test
  void logsOfUnknownVantagePoint() throws IOException {
    Ends ends = new Ends(ID, ID);
    ends.client(initial(0, "sent")).server(initial(520, "received"));
    exchange(ends, 1).write(directory);
    for (String name : List.of("client", "server")) {
      Path file = directory.resolve(name + ".sqlog");
      Files.writeString(
          file,
          Files.readString(file)
              .replace("{\"type\":\"" + name + "\"}", "{\"type\":\"transport\"}"));
    }

    JoinedSummary joined = join().only();
    assertThat(joined.client().source()).endsWith("client.sqlog");
    assertThat(joined.flags()).isEmpty();
  }

  @Test
  void packetsWhereNoIdIsInBoth() {
    for (int i = 1; i <= 4; i++) {
      exchange(new Ends("c0c0c0c0c0c0c00" + i, "d0d0d0d0d0d0d00" + (5 - i)), i)
          .write(directory, "c" + i, "s" + i);
    }

    Result result = join();
    assertThat(result.joined()).hasSize(4);
    assertThat(result.joined())
        .allSatisfy(
            joined -> {
              assertThat(joined.evidence()).isEqualTo(Evidence.PACKETS);
              String client = joined.client().source();
              assertThat(joined.server().source().substring(client.length() - 1))
                  .isEqualTo(client.substring(client.length() - 1));
            });
  }

  @Test
  void nothingIsJoinedThatFitsSeveral() {
    exchange(new Ends("c0c0c0c0c0c0c001", "d0d0d0d0d0d0d001"), 1).write(directory, "c1", "s1");
    exchange(new Ends("c0c0c0c0c0c0c002", "d0d0d0d0d0d0d002"), 1).write(directory, "c2", "s2");

    Result result = join();
    assertThat(result.joined()).isEmpty();
    assertThat(result.unmatched())
        .hasSize(4)
        .extracting(UnmatchedLog::reason)
        .containsOnly(Reason.AMBIGUOUS);
  }

  @Test
  void strangersAreNotJoined() throws IOException {
    exchange(new Ends("c0c0c0c0c0c0c001", "d0d0d0d0d0d0d001"), 1).write(directory, "c1", "s1");
    exchange(new Ends("c0c0c0c0c0c0c002", "d0d0d0d0d0d0d002"), 2).write(directory, "c2", "s2");
    Files.delete(directory.resolve("s1"));
    Files.delete(directory.resolve("c2"));

    Result result = join();
    assertThat(result.joined()).isEmpty();
    assertThat(result.unmatched())
        .extracting(UnmatchedLog::reason)
        .containsExactly(Reason.NO_PEER, Reason.NO_PEER);
  }

  @Test
  void manyConnectionsOfTwoEndpointsInOneFileEach() throws IOException {
    StringBuilder clients = new StringBuilder(Ends.header("client", ""));
    StringBuilder servers = new StringBuilder(Ends.header("server", ""));
    for (int i = 0; i < 200; i++) {
      String group = ",'group_id':'83e94cf06c8f%04x'}\n".formatted(i).replace('\'', '"');
      for (int n = 0; n < 5; n++) {
        String sent = Ends.event("sent", "1RTT", i + n, n, 100).replace('\'', '"');
        clients.append(sent, 0, sent.length() - 1).append(group);
        if (n != i % 5 || n == 4) {
          String received = Ends.event("received", "1RTT", i + n + 9, n, 100).replace('\'', '"');
          servers.append(received, 0, received.length() - 1).append(group);
        }
      }
    }
    Files.writeString(directory.resolve("clients"), clients);
    Files.writeString(directory.resolve("servers"), servers);

    Result result = join();
    assertThat(result.joined()).hasSize(200);
    assertThat(result.joined())
        .extracting(joined -> joined.clientToServer().received())
        .containsOnly(4L, 5L);
    assertThat(result.joined().stream().mapToLong(j -> j.clientToServer().loss().lost()).sum())
        .isEqualTo(160);
    assertThat(result.sources()).extracting(source -> source.connections()).containsOnly(200L);
  }
}
