package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedTotals;
import dev.moqlog.analyzer.summary.NetworkLoss;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile logs, limits, and sums. */
class JoinLimitsTest {

  private static final String[] NUMBERS = {
    "0", "1", "2", "3", "-1", "4611686018427387903", "4611686018427387904",
    "18446744073709551615", "1e300", "\"7\"", "null", "{}", "72057594037927935", "NaN"
  };
  private static final String[] TIMES = {
    "0", "1", "50.5", "-3", "1e18", "-1e18", "2199999999999", "-2199999999999", "1e300", "null"
  };

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void nonsenseNeverThrowsAndEveryPacketHasOneFate(int seed) throws Exception {
    Random random = new Random(seed);
    for (String side : List.of("client", "server")) {
      StringBuilder log = new StringBuilder(Ends.header(side, "0011223344556677"));
      String first = side.equals("client") ? "sent" : "received";
      log.append(Ends.event(first, "initial", 0, 0, 99).replace('\'', '"')).append('\n');
      for (int i = 0; i < 400; i++) {
        log.append(nonsense(random));
      }
      Files.writeString(directory.resolve(side), log);
    }

    JoinedSummary joined = Ends.join(Stream.of(directory)).only();
    for (DirectionSummary d : List.of(joined.clientToServer(), joined.serverToClient())) {
      NetworkLoss loss = d.loss();
      assertThat(d.received())
          .isEqualTo(
              d.sent()
                  - loss.lost()
                  - loss.unresolved()
                  - loss.droppedByPeer()
                  - loss.keysDiscarded());
      assertThat(loss.lost()).isNotNegative();
      assertThat(d.arrival().reorderedMaxNanos()).isNotNegative();
    }
    new JoinedTotals().add(joined);
  }

  private static String nonsense(Random random) {
    String[] what = {"sent", "received", "dropped", "lost", "acked"};
    String[] types = {"1RTT", "initial", "handshake", "0RTT", "retry", "x"};
    return ("{'time':%s,'name':'transport:packet_%s','data':{'header':{'packet_type':'%s',"
            + "'packet_number':%s,'path_id':%s},'raw':{'length':%s},'frames':[{'frame_type':'ack',"
            + "'acked_ranges':[[%s,%s]]}]}}\n")
        .replace('\'', '"')
        .formatted(
            any(random, TIMES),
            any(random, what),
            any(random, types),
            any(random, NUMBERS),
            any(random, NUMBERS),
            any(random, NUMBERS),
            any(random, NUMBERS),
            any(random, NUMBERS));
  }

  private static String any(Random random, String[] values) {
    return values[random.nextInt(values.length)];
  }

  @Test
  void packetsBeyondTheLimitAreNotTakenForLost() {
    EndPackets client = new EndPackets(100);
    EndPackets server = new EndPackets(100);
    StringBuilder sent = new StringBuilder(Ends.header("client", "")).append('\n');
    StringBuilder received = new StringBuilder(Ends.header("server", "")).append('\n');
    for (int i = 0; i < 150; i++) {
      sent.append(Ends.event("sent", "1RTT", i, i, 99).replace('\'', '"')).append('\n');
      if (i != 30) {
        received
            .append(Ends.event("received", "1RTT", i + 9, i, 99).replace('\'', '"'))
            .append('\n');
      }
    }
    Qlogs.events(sent.toString(), client::event);
    Qlogs.events(received.toString(), server::event);

    MatchedPackets packets = new MatchedPackets(client, server);
    Fates fates = new Fates(packets, new MatchedPackets(server, client), client, server, false);
    assertThat(client.full()).isTrue();
    assertThat(packets.count).isEqualTo(100);
    for (int i = 0; i < packets.count; i++) {
      assertThat(fates.of(i)).isEqualTo(i == 30 ? Fates.LOST : Fates.RECEIVED);
    }
  }

  @Test
  void ordersAreStable() {
    Random random = new Random(5);
    for (int count = 0; count < 70; count++) {
      long[] values = random.longs(count, 0, 9).toArray();
      int[] order = StableOrder.of(values, count);
      for (int i = 1; i < count; i++) {
        assertThat(values[order[i - 1]]).isLessThanOrEqualTo(values[order[i]]);
        assertThat(values[order[i - 1]] < values[order[i]] || order[i - 1] < order[i]).isTrue();
      }
      assertThat(Arrays.stream(order).distinct()).hasSize(count);
    }
  }

  @Test
  void totalsAddUpInAnyGrouping() {
    List<JoinedSummary> joined =
        new ArrayList<>(
            Ends.join(Stream.of(Qlogs.root().resolve("qlog-analyzer/src/test/resources")))
                .joined());
    JoinedTotals one = new JoinedTotals();
    joined.forEach(one::add);
    JoinedTotals merged = new JoinedTotals();
    for (int i = joined.size() - 1; i >= 0; i--) {
      JoinedTotals part = new JoinedTotals();
      part.add(joined.get(i));
      merged.merge(part);
    }
    merged.merge(new JoinedTotals());

    assertThat(merged.connections()).isEqualTo(joined.size()).isGreaterThan(5);
    assertThat(merged).usingRecursiveComparison().isEqualTo(one);
    assertThat(one.in(JoinedSummary.Direction.SERVER_TO_CLIENT).lost())
        .isEqualTo(joined.stream().mapToLong(j -> j.serverToClient().loss().lost()).sum());
  }

  @Test
  void whatIsNoLogIsReportedAndNothingElseSuffers() throws Exception {
    new Ends().up(0, 10.0, 0).down(0, 10.0, 0).write(directory);
    Files.write(directory.resolve("noise"), "hello".getBytes(StandardCharsets.UTF_8));

    Ends.Result result = Ends.join(Stream.of(directory, directory.resolve("absent")));
    assertThat(result.joined()).hasSize(1);
    assertThat(result.sources()).filteredOn(source -> !source.intact()).hasSize(2);
  }
}
