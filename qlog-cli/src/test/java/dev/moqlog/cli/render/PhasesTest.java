package dev.moqlog.cli.render;

import static dev.moqlog.cli.render.Diagnosed.SECOND;
import static dev.moqlog.cli.render.Diagnosed.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.CloseSummary.Kind;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.cli.render.Phases.Phase;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PhasesTest {

  private final ConnectionSummary.Builder connection = Diagnosed.connection("a");

  @Test
  void oneFollowsTheOther() {
    connection.handshake = handshake(OptionalLong.of(SECOND / 10));
    connection.close = close(Kind.CLEAN, START + 9 * SECOND);

    assertThat(Phases.of(connection.build()))
        .containsExactly(
            new Phase("handshake", 0, SECOND / 10),
            new Phase("transfer", SECOND / 10, 9 * SECOND),
            new Phase("close", 9 * SECOND, 10 * SECOND));
  }

  @Test
  void aConnectionThatNeverWorkedHasOnlyAHandshake() {
    connection.handshake = handshake(OptionalLong.empty());
    connection.close = close(Kind.CRYPTO_ERROR, START + 10 * SECOND);

    assertThat(Phases.of(connection.build()))
        .containsExactly(new Phase("handshake_failed", 0, 10 * SECOND));
  }

  @Test
  void aLogThatJustEndsHasNoClose() {
    connection.close = close(Kind.LOG_ENDED, START + 10 * SECOND);

    assertThat(Phases.of(connection.build()))
        .containsExactly(new Phase("transfer", 0, 10 * SECOND));
  }

  @Test
  void timesThatCannotBeAreKeptWithinTheConnection() {
    connection.handshake = handshake(OptionalLong.of(Long.MAX_VALUE));
    connection.close = close(Kind.CLEAN, Long.MIN_VALUE);

    assertThat(Phases.of(connection.build()))
        .allSatisfy(
            phase -> {
              assertThat(phase.startNanos()).isBetween(0L, 10 * SECOND);
              assertThat(phase.endNanos()).isBetween(0L, 10 * SECOND);
            });
  }

  @Test
  void aLogWithoutEventsHasNone() {
    connection.durationNanos = OptionalLong.empty();

    assertThat(Phases.of(connection.build())).isEmpty();
  }

  static Optional<HandshakeSummary> handshake(OptionalLong completeNanos) {
    return Optional.of(
        new HandshakeSummary(
            Optional.of(Source.EVENT),
            completeNanos,
            OptionalLong.empty(),
            OptionalLong.of(SECOND / 20),
            OptionalLong.empty(),
            Optional.empty(),
            2,
            2,
            0,
            1000,
            0,
            true,
            false,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.of("h3"),
            Optional.of("1"),
            OptionalDouble.empty(),
            OptionalLong.empty()));
  }

  static Optional<CloseSummary> close(Kind kind, long timeNanos) {
    return Optional.of(
        new CloseSummary(
            kind,
            CloseSummary.Initiator.REMOTE,
            Source.PACKET,
            Optional.of("crypto_error_0x12e"),
            OptionalLong.of(0x12e),
            Optional.of("handshake_failure"),
            Optional.empty(),
            Optional.of("bye \u001b[2J"),
            OptionalLong.of(timeNanos),
            OptionalLong.of(98_765),
            OptionalLong.empty(),
            0,
            1,
            0));
  }
}
