package dev.moqlog.analyzer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.Reading;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.analyzer.source.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That events read in place are what Jackson reads, in logs that are unusual or broken. */
class ReadingMutationsTest {

  /** More cases than usual, for a longer search. */
  private static final int TIMES = Integer.getInteger("moqlog.cases", 1);

  private static final int CASES = 3_000 * TIMES;

  private static final byte[] SPACE = " ".repeat(4 << 20).getBytes(ISO_8859_1);
  private static final int LATE_BYTES = 500_000;

  private static final int[] AT_ONCE = {1, 2, 3, 5, 7, 61, 1000, 8192, Integer.MAX_VALUE};

  /** A log by what is before its events, where they begin, and what is behind them. */
  private record Parts(byte[] log, int[] offsets, int end) {

    /** The log with some of its events only. */
    byte[] with(int from, int count) {
      int to = Math.min(offsets.length - 1, from + count);
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      part.write(log, 0, offsets[0]);
      part.write(log, offsets[from], offsets[to] - offsets[from]);
      part.write(log, end, Math.min(log.length - end, 4_000));
      return part.toByteArray();
    }

    /** The log with its first events again and again, far behind its header. */
    byte[] late(Random random, Mutations mutations, int mutated) {
      byte[] first = with(0, Math.min(offsets.length - 1, 40));
      byte[] events =
          Arrays.copyOfRange(first, offsets[0], offsets[Math.min(offsets.length - 1, 40)]);
      ByteArrayOutputStream late = new ByteArrayOutputStream();
      late.write(log, 0, offsets[0]);
      late.writeBytes(SPACE);
      for (int length = 0; length < LATE_BYTES; length += events.length) {
        boolean change = mutated > 0 && random.nextInt(LATE_BYTES / events.length) < mutated;
        late.writeBytes(change ? mutations.of(events) : events);
      }
      late.write(log, end, Math.min(log.length - end, 4_000));
      return late.toByteArray();
    }
  }

  private static final List<Parts> LOGS = new ArrayList<>();

  @BeforeAll
  static void takeLogsApart() throws IOException {
    for (RealLog log : RealLog.ofEveryForm()) {
      add(log.bytes());
      String text = new String(log.bytes(), ISO_8859_1);
      if (!log.contained()) {
        add(text.replace("\u001e", "").replace("\n", "").getBytes(ISO_8859_1));
      }
    }
    RealContents.forEach((name, bytes) -> add(bytes));
  }

  private static void add(byte[] log) {
    List<Integer> offsets = new ArrayList<>();
    Reading.GENERAL
        .reader(
            new QlogHandler() {
              @Override
              public void traceStarted(TraceHeader header) {}

              @Override
              public void event(QlogEvent event) {
                offsets.add((int) event.offset());
              }

              @Override
              public void traceEnded(
                  TraceHeader header, Set<Correction> corrections, DamageReport damage) {}

              @Override
              public void traceError(int index, String description) {}
            })
        .read(Content.once(new ByteArrayInputStream(log)));
    int[] sorted = offsets.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    if (sorted.length < 3 || sorted[0] > 20_000) {
      return;
    }
    // Behind the last event, whose own end is not known here, comes what closes the log.
    int last = sorted[sorted.length - 1];
    LOGS.add(new Parts(log, sorted, log[0] == '{' ? last : log.length));
  }

  @Test
  void mutatedLogsAreReadAsByJackson() {
    Random random = new Random(5);
    Mutations mutations = new Mutations(random);
    for (int i = 0; i < CASES; i++) {
      Parts parts = LOGS.get(random.nextInt(LOGS.size()));
      byte[] log = parts.with(random.nextInt(parts.offsets().length), 1 + random.nextInt(12));
      byte[] mutated = mutations.of(log);
      int atOnce = AT_ONCE[random.nextInt(AT_ONCE.length)];
      Reading.expectSame(mutated, atOnce, "case " + i + ", " + atOnce + " bytes at once");
    }
  }

  /** Helpers come only late in a log, which white space makes it. */
  @Test
  void largeLogsAreReadAheadAsByJackson() {
    Random random = new Random(8);
    Mutations mutations = new Mutations(random);
    for (int i = 0; i < 12 * TIMES; i++) {
      Parts parts = LOGS.get(random.nextInt(LOGS.size()));
      byte[] log = parts.late(random, mutations, random.nextInt(4));
      Reading.expectSameAhead(log, "case " + i);
    }
  }

  @Test
  void logsCutAtEveryPlaceAreReadAsByJackson() throws IOException {
    Random random = new Random(6);
    for (Parts parts : LOGS) {
      byte[] log = parts.with(random.nextInt(parts.offsets().length), 2);
      for (int i = 0; i < 12 * TIMES; i++) {
        byte[] cut = Arrays.copyOf(log, random.nextInt(log.length + 1));
        Reading.expectSame(cut, 1 + random.nextInt(9), "cut at " + cut.length);
      }
    }
  }

  @Test
  void intactLogsThatComeInPiecesAreReadAsByJackson() {
    Random random = new Random(7);
    for (Parts parts : LOGS) {
      byte[] log = parts.with(random.nextInt(parts.offsets().length), 8);
      for (int atOnce : AT_ONCE) {
        Reading.expectSame(log, atOnce, atOnce + " bytes at once");
      }
    }
  }
}
