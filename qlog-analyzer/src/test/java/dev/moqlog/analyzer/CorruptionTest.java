package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single bytes of real logs changed, taken out and put in. */
class CorruptionTest {

  private static final int CASES = 800;

  /** Bytes that mean something to a reader of JSON, which damage the most. */
  private static final byte[] STRUCTURAL =
      "{}[]\",:\\\n\r\u001e t0-".getBytes(StandardCharsets.UTF_8);

  /** An array has no names that tell one event from a list of them, so arrays are left out. */
  static List<RealLog> logs() throws IOException {
    return RealLog.ofEveryForm().stream().filter(log -> !log.form().contains("arrays")).toList();
  }

  private enum Operation {
    CHANGE,
    DELETE,
    INSERT
  }

  private static byte[] damaged(byte[] bytes, int at, Operation operation, byte value) {
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(bytes, 0, at);
    if (operation != Operation.DELETE) {
      damaged.write(value);
    }
    int rest = operation == Operation.INSERT ? at : at + 1;
    damaged.write(bytes, rest, bytes.length - rest);
    return damaged.toByteArray();
  }

  private static long events(Qlogs.Analysis source) {
    return source.connections().stream().mapToLong(ConnectionSummary::events).sum();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void damageInsideAnEventCostsAtMostThatEvent(RealLog log) {
    Random random = new Random(7);
    for (int i = 0; i < CASES; i++) {
      RealLog.Range event = log.events().get(random.nextInt(log.events().size() - 1));
      int at = event.from() + random.nextInt(event.to() - event.from());
      Operation operation = Operation.values()[random.nextInt(3)];
      byte value = value(random);
      Qlogs.Analysis source = Qlogs.analyze(damaged(log.bytes(), at, operation, value));
      String where =
          "%s, event at %d, %s at %d with 0x%02x: %s"
              .formatted(log, event.from(), operation, at, value, source.problems());
      assertThat(log.events().size() - events(source)).as(where).isBetween(0L, 1L);
      assertThat(source.truncated()).as(where).isFalse();
      if (source.skipped().firstOffset().isPresent()) {
        assertThat(source.skipped().firstOffset().getAsLong())
            .as(where)
            .isBetween((long) event.from(), (long) event.to());
        assertThat(source.skipped().bytes())
            .as(where)
            .isLessThanOrEqualTo(event.to() - event.from() + 40L);
      }
      if (events(source) < log.events().size()) {
        assertThat(source.intact()).as(where).isFalse();
      }
    }
  }

  /** A separator belongs to two events; damage there may glue them together. */
  @ParameterizedTest
  @MethodSource("logs")
  void damageBetweenEventsCostsAtMostBoth(RealLog log) {
    Random random = new Random(8);
    for (int i = 0; i < CASES; i++) {
      int index = random.nextInt(log.events().size() - 2);
      int from = log.events().get(index).to();
      int to = log.events().get(index + 1).from();
      int at = from + random.nextInt(to - from);
      Operation operation = Operation.values()[random.nextInt(3)];
      byte value = value(random);
      Qlogs.Analysis source = Qlogs.analyze(damaged(log.bytes(), at, operation, value));
      String where =
          "%s, between %d and %d, %s at %d with 0x%02x: %s"
              .formatted(log, from, to, operation, at, value, source.problems());
      assertThat(log.events().size() - events(source)).as(where).isBetween(0L, 2L);
    }
  }

  /** In contained JSON a bracket of the header may take all events with it, but never silently. */
  @ParameterizedTest
  @MethodSource("logs")
  void damageInTheHeaderCostsFewEventsOrIsTold(RealLog log) {
    int header = log.events().get(0).from();
    Random random = new Random(9);
    for (int i = 0; i < CASES; i++) {
      int at = random.nextInt(header);
      Operation operation = Operation.values()[random.nextInt(3)];
      byte value = value(random);
      Qlogs.Analysis source = Qlogs.analyze(damaged(log.bytes(), at, operation, value));
      String where =
          "%s, %s at %d with 0x%02x: %s".formatted(log, operation, at, value, source.problems());
      long lost = log.events().size() - events(source);
      assertThat(lost).as(where).isNotNegative();
      assertThat(lost == 0 || !source.intact() || saysNoEvents(source)).as(where).isTrue();
      if (!log.contained()) {
        assertThat(lost).as(where).isLessThanOrEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void aStretchOfZerosCostsOnlyTheEventsItTouches(RealLog log) {
    Random random = new Random(10);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = log.bytes().clone();
      int from = log.events().get(0).from() + random.nextInt(bytes.length / 2);
      int to = from + 1 + random.nextInt(5_000);
      to = Math.min(to, log.events().get(log.events().size() - 1).from() - 1);
      Arrays.fill(bytes, Math.min(from, to), to, (byte) 0);
      int first = Math.min(from, to);
      int last = to;
      long touched =
          log.events().stream().filter(event -> event.from() < last && event.to() > first).count();
      long lost = log.events().size() - events(Qlogs.analyze(bytes));
      assertThat(lost)
          .as("%s, zeros from %d to %d", log, first, last)
          .isBetween(Math.max(0, touched - 1), touched);
    }
  }

  private static boolean saysNoEvents(Qlogs.Analysis source) {
    return source.connections().stream()
        .anyMatch(connection -> connection.flags().contains(Flag.NO_EVENTS));
  }

  private static byte value(Random random) {
    return random.nextBoolean()
        ? STRUCTURAL[random.nextInt(STRUCTURAL.length)]
        : (byte) random.nextInt(256);
  }
}
