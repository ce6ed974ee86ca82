package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Evidence;
import dev.moqlog.analyzer.summary.NetworkLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real logs over a link that counted what it dropped. */
class JoinTruthTest {

  private static final Path RESOURCES = Qlogs.root().resolve("qlog-analyzer/src/test/resources");

  /** A row of the truth: what one side sent and what became of it. */
  record Row(Map<String, String> cells) {

    String file() {
      return cells.get("file");
    }

    long number(String column) {
      return Long.parseLong(cells.get(column));
    }

    boolean knows(String column) {
      return !cells.get(column).equals("-");
    }

    @Override
    public String toString() {
      return file();
    }
  }

  static List<Row> truth() throws IOException {
    List<String> lines = Files.readAllLines(RESOURCES.resolve("join/truth.tsv"));
    String[] names = lines.get(0).split("\t");
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.split("\t", -1);
              Map<String, String> row = new HashMap<>();
              for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
              }
              return new Row(row);
            })
        .toList();
  }

  private static List<JoinedSummary> all;

  @BeforeAll
  static void joinAll() {
    all = Ends.join(Stream.of(RESOURCES.resolve("join"), RESOURCES.resolve("stacks"))).joined();
  }

  private static DirectionSummary sentBy(List<JoinedSummary> joined, String file) {
    for (JoinedSummary one : joined) {
      if (one.client().source().endsWith(file)) {
        return one.clientToServer();
      }
      if (one.server().source().endsWith(file)) {
        return one.serverToClient();
      }
    }
    throw new AssertionError(file + " was not joined");
  }

  @ParameterizedTest
  @MethodSource("truth")
  void everyPacketHasItsTrueFateAndTheLinkDroppedWhatIsLost(Row row) {
    DirectionSummary sent = sentBy(all, row.file());

    assertThat(sent.sent()).isEqualTo(row.number("sent"));
    NetworkLoss loss = sent.loss();
    long missing = loss.lost() + loss.unresolved() + loss.droppedByPeer() + loss.keysDiscarded();
    assertThat(sent.received() + missing).isEqualTo(sent.sent());
    if (row.knows("missing")) {
      assertThat(missing).isEqualTo(row.number("missing"));
    }
    assertThat(sent.declared().declared()).isEqualTo(row.number("declared"));
    if (row.knows("spurious")) {
      assertThat(sent.declared().spurious()).isEqualTo(row.number("spurious"));
    }
    assertThat(loss.lostDatagrams()).isEqualTo(row.number("link_dropped"));
  }

  @Test
  void lossOfThreeConnectionsInOneFileIsWhatTheLinkDropped() {
    List<JoinedSummary> joined =
        all.stream().filter(one -> one.client().source().contains("quinn__multi3")).toList();

    assertThat(joined).hasSize(3);
    assertThat(joined).extracting(JoinedSummary::evidence).containsOnly(Evidence.PACKETS);
    assertThat(joined.stream().mapToLong(one -> one.clientToServer().loss().lost()).sum())
        .isEqualTo(2);
    assertThat(joined.stream().mapToLong(one -> one.serverToClient().loss().lost()).sum())
        .isEqualTo(24);
    // The clients were started one after the other, and the server logs one time axis.
    assertThat(joined)
        .extracting(one -> one.server().connectionId())
        .containsExactly("3a1b8bd1999235aa", "f2678e5475901fd2", "fca2c2f5dd0ba9b6");
  }

  @Test
  void oneTraceOfSeveralIsFoundByItsId() {
    JoinedSummary joined =
        all.stream()
            .filter(one -> one.client().source().contains("aioquic__multi3"))
            .findFirst()
            .orElseThrow();

    assertThat(joined.connectionId()).isEqualTo("281cac930fda6a2a");
    assertThat(joined.clientToServer().loss().lost()).isEqualTo(3);
    assertThat(joined.serverToClient().loss().lost()).isEqualTo(6);
    assertThat(joined.serverToClient().loss().unresolved()).isEqualTo(1);
  }

  @Test
  void theClocksOfOneHostAgreeWithinTheErrorAndDelaysAreThoseOfTheLink() {
    JoinedSummary joined =
        all.stream()
            .filter(one -> one.client().source().contains("aioquic__multi3"))
            .findFirst()
            .orElseThrow();

    long error = joined.clock().orElseThrow().errorNanos();
    assertThat(Math.abs(joined.clock().orElseThrow().offsetNanos()))
        .isLessThan(error)
        .isLessThan(1_000_000);
    assertThat(joined.clock().orElseThrow().driftPartsPerBillion()).isEmpty();
    // The link takes 20 ms each way.
    assertThat(joined.clientToServer().delay().orElseThrow().delayNanos().orElseThrow().min())
        .isBetween(20_000_000L, 21_000_000L);
    assertThat(joined.serverToClient().delay().orElseThrow().delayNanos().orElseThrow().p50())
        .isBetween(20_000_000L, 23_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dc6fb917daa688146e65599d22541904b415 6 35",
        // The receiving host lost 5 more than the link.
        "ab9aac9cfdc59c7b985a313e284425a9 6 45",
        "570ea38ebd8b7d1cef4b5e4de9e9c78826ed 0 0"
      })
  void samplesLoseWhatTheirLinkDropped(String line) {
    String[] words = line.split(" ");
    JoinedSummary joined =
        Ends.join(Stream.of(Qlogs.root().resolve("samples/qlog").resolve(words[0]))).only();

    assertThat(joined.connectionId()).isEqualTo(words[0]);
    assertThat(joined.flags()).isEmpty();
    assertThat(joined.clientToServer().loss().lost()).isEqualTo(Long.parseLong(words[1]));
    assertThat(joined.serverToClient().loss().lost()).isEqualTo(Long.parseLong(words[2]));
    assertThat(joined.clientToServer().loss().unresolved()).isZero();
    assertThat(joined.serverToClient().loss().unresolved()).isZero();
  }
}
