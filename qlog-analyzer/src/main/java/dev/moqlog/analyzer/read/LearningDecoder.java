package dev.moqlog.analyzer.read;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes events from their bytes as {@link EventDecoder} does, but most of them by the shape of a
 * record before: a log says the same again and again, only with other numbers.
 *
 * <p>What it learns is bounded, and so is the time that learning takes: where records do not repeat
 * it gives up. Not safe for use by several threads.
 */
final class LearningDecoder {

  /** Outlines of so many records are remembered until they come again. */
  private static final int REMEMBERED = 1024;

  /** How many records, over those that had a known shape, may be looked at in vain. */
  private static final int PATIENCE = 2048;

  /** What learning may cost at first, in records looked at. */
  private static final int CREDIT = 4096;

  private static final int LEARNING_COST = 16;

  /** After so many records with a known shape one more may be looked at. */
  private static final int HITS_FOR_CREDIT = 32;

  /** Learning takes as long as decoding some dozens of events: records have to come often. */
  private static final int MIN_TIMES = 16;

  /** An outline is given up after so many records without a shape. */
  private static final int MAX_TIMES = 256;

  private final EventDecoder decoder;
  private final EventShapes shapes = new EventShapes();
  private final RecordOutline outline = new RecordOutline();
  private final long[] hashes = new long[REMEMBERED];
  private final int[] times = new int[REMEMBERED];

  /** Made only when there is something to learn. */
  private ShapeLearner learner;

  private MemberName firstMember;

  // What the meaning of a record depends on beside its bytes.
  private int timeDigits;
  private List<String> columns = List.of();

  private long hits;
  private long misses;
  private long spent;

  /**
   * @param decoder decodes what has no known shape
   */
  LearningDecoder(EventDecoder decoder) {
    this.decoder = decoder;
    this.timeDigits = decoder.timeDigits();
  }

  /** As {@link EventDecoder#firstMember}. */
  MemberName firstMember() {
    return firstMember;
  }

  /** How many events were decoded by a known shape. */
  long hits() {
    return hits;
  }

  /** What it has learned. */
  EventShapes shapes() {
    return shapes;
  }

  /** As {@link EventDecoder#decode}. */
  boolean decode(QlogEvent into, ByteCursor cursor, List<String> eventColumns) throws IOException {
    if (decoder.timeDigits() != timeDigits
        || eventColumns.size() != columns.size()
        || (!columns.isEmpty() && !columns.equals(eventColumns))) {
      forget(eventColumns);
    }
    byte[] buffer = cursor.buffer();
    int from = cursor.position();
    boolean hopeful = misses < hits + PATIENCE;
    if (hopeful) {
      EventShape shape = shapes.find(buffer, from);
      if (shape != null) {
        hits++;
        shapes.decode(shape, into);
        cursor.consumed(shapes.behind());
        firstMember = shape.firstMember();
        return true;
      }
    }
    boolean named = decoder.decode(into, cursor, eventColumns);
    firstMember = decoder.firstMember();
    if (hopeful && named && !cursor.failed()) {
      misses++;
      learn(into, buffer, from, cursor.position());
    }
    return named;
  }

  private void forget(List<String> eventColumns) {
    timeDigits = decoder.timeDigits();
    columns = List.copyOf(eventColumns);
    shapes.clear();
    Arrays.fill(times, 0);
  }

  /** Learns the shape of a record if such a record came before. */
  private void learn(QlogEvent event, byte[] buffer, int from, int to) {
    if (shapes.full() || spent >= CREDIT + hits / HITS_FOR_CREDIT) {
      return;
    }
    spent++;
    if (!outline.read(buffer, from, to)) {
      return;
    }
    int seen = seen(outline.hash());
    // Where a shape did not help, or not all of it was understood, more and more rarely.
    if (seen >= MIN_TIMES && seen <= MAX_TIMES && Integer.bitCount(seen) == 1) {
      spent += LEARNING_COST;
      if (learner == null) {
        learner = new ShapeLearner(decoder.needed());
      }
      learner.learn(outline, event, firstMember, timeDigits, columns, shapes);
    }
  }

  /** How often such a record was seen, with this time. */
  private int seen(long hash) {
    int i = (int) hash & REMEMBERED - 1;
    if (hashes[i] != hash) {
      int other = i ^ 1;
      i = hashes[other] == hash || times[other] < times[i] ? other : i;
      if (hashes[i] != hash) {
        hashes[i] = hash;
        times[i] = 0;
      }
    }
    return ++times[i];
  }
}
