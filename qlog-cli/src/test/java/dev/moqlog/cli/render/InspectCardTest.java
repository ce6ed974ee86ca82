package dev.moqlog.cli.render;

import static dev.moqlog.cli.render.Diagnosed.PLAIN;
import static dev.moqlog.cli.render.Diagnosed.SECOND;
import static dev.moqlog.cli.render.Diagnosed.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import dev.moqlog.analyzer.summary.CloseSummary.Kind;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.analyzer.summary.SpaceSummary;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InspectCardTest {

  private final ConnectionSummary.Builder connection = Diagnosed.connection("a");

  @Test
  void showsHowTheConnectionBeganAndEnded() {
    connection.handshake = PhasesTest.handshake(OptionalLong.of(SECOND / 10));
    connection.close = PhasesTest.close(Kind.CRYPTO_ERROR, START + 9 * SECOND);

    assertThat(card())
        .contains("handshake    complete after 100.0 ms (logged)   first reply after 50.00 ms")
        .contains("             version 1   ALPN h3")
        .contains("             Initial packets sent 2   Retry")
        .contains(
            "close        crypto error, by the peer, at 9.000 s (byte 98765):"
                + " crypto_error_0x12e (0x12e) \"bye")
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void showsTheLongestReasonForNotSendingFirst() {
    connection.blocked =
        Optional.of(
            new BlockedSummary(
                List.of(
                    new BlockedTime(Side.LOCAL, Reason.PACING, Source.EVENT, 1, 1000, 1000, 0),
                    new BlockedTime(
                        Side.REMOTE,
                        Reason.STREAM_FLOW_CONTROL,
                        Source.INFERRED,
                        3,
                        SECOND,
                        SECOND / 2,
                        2))));

    assertThat(card())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("blocked      peer: stream_flow_control")
                    .contains("1.000 s", "3 periods", "longest 500.0 ms", "2 streams", "inferred"))
        .anySatisfy(line -> assertThat(line).contains("pacing", "1 period ", "logged"));
  }

  @Test
  void namesThePathsOnlyIfThereAreSeveral() {
    SpaceSummary first = space(0);
    connection.spaces = List.of(first);
    assertThat(card()).noneMatch(line -> line.contains("path"));

    connection.spaces = List.of(first, space(1));
    assertThat(card()).anyMatch(line -> line.contains("path"));
  }

  @Test
  void placesEpisodesInTimeAndInTheLog() {
    connection.episodes =
        List.of(
            new Episode(Episode.Kind.LOSS, START + SECOND, START + SECOND, 100, 100, 7, 5, 3),
            new Episode(
                Episode.Kind.BLOCKED,
                START + 2 * SECOND,
                START + 3 * SECOND,
                200,
                300,
                2,
                Episode.UNKNOWN,
                Reason.CONGESTION_CONTROL.ordinal()));

    assertThat(card())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("loss", "1.000 s", "7 packets, 3 in a row")
                    .endsWith("100"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("2.000 s to 3.000 s", "2 periods by congestion_control")
                    .endsWith("200 to 300"));
  }

  @Test
  void everyKindOfEpisodeCanBeShownWhateverItsNumbers() {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (Episode.Kind kind : Episode.Kind.values()) {
        episodes.add(
            new Episode(kind, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, -1, -1, Long.MAX_VALUE));
        episodes.add(new Episode(kind, 0, 0, 0, 0, 0, Episode.UNKNOWN, Episode.UNKNOWN));
      }
    }
    connection.episodes = episodes;

    List<String> lines = card();

    assertThat(lines).anyMatch(line -> line.contains(" more; see --format json"));
    for (Episode.Kind kind : Episode.Kind.values()) {
      assertThat(lines).anyMatch(line -> line.contains(' ' + kind.label() + ' '));
    }
  }

  @Test
  void showsFindingsWithTheirEvidenceAndWhatToTry() {
    List<String> lines = card(Diagnosed.finding(Severity.CRITICAL, 0.5, "It \u001b[31mfailed."));

    assertThat(lines)
        .containsSubsequence(
            "critical     "
                + Diagnosed.RULE.title()
                + " ("
                + Diagnosed.RULE.label()
                + ", medium confidence)",
            "             It \\u001b[31mfailed.",
            "  when       2.000 s to 4.000 s",
            "  evidence   12 of 100 packets",
            "             the longest gap, at 3.000 s, at byte 123456")
        .anyMatch(line -> line.startsWith("  try        "))
        .noneMatch(line -> line.contains("none above info"));
  }

  @Test
  void saysPlainlyThatNothingWasFound() {
    assertThat(card()).contains("findings     none above info");
    assertThat(card(Diagnosed.finding(Severity.INFO, 0, "Just so you know.")))
        .contains("findings     none above info", "             Just so you know.");
  }

  @Test
  void fitsTheTerminal() {
    connection.handshake = PhasesTest.handshake(OptionalLong.of(SECOND / 10));
    connection.close = PhasesTest.close(Kind.CRYPTO_ERROR, START + 9 * SECOND);
    String text = "word ".repeat(100).strip();

    DiagnosedConnection diagnosed =
        new DiagnosedConnection(
            connection.build(), List.of(Diagnosed.finding(Severity.WARNING, 0, text)));
    assertThat(InspectCard.lines(diagnosed, new Style(70, false, true)))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(70));
  }

  @Test
  void aShortCardHasTheWorstThreeFindingsInOneLineEach() {
    Finding warning = Diagnosed.finding(Severity.WARNING, 0.1, "Trouble.");
    Finding info = Diagnosed.finding(Severity.INFO, 0.1, "Nothing.");

    assertThat(
            ConnectionCard.lines(
                Diagnosed.with("a", warning, warning, warning, warning, info), PLAIN))
        .contains("why          " + Diagnosed.RULE.label() + ": Trouble.")
        .contains("             and 1 more; see qlog-cli inspect logs/a.qlog")
        .noneMatch(line -> line.contains("Nothing."));
    assertThat(ConnectionCard.lines(Diagnosed.with("a", info), PLAIN))
        .contains("why          no finding above info");
  }

  private List<String> card(Finding... findings) {
    return InspectCard.lines(new DiagnosedConnection(connection.build(), List.of(findings)), PLAIN);
  }

  private static SpaceSummary space(long pathId) {
    return new SpaceSummary(PacketNumberSpace.APPLICATION_DATA, pathId, 10, 1, 0, 0, 0);
  }
}
