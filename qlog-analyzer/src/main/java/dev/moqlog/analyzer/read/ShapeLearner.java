package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds out what becomes of each number of a record by experiment: has {@link EventDecoder} decode
 * the record with other numbers in it and looks where they turn up. So there is no second place
 * that knows what a record means.
 *
 * <p>A number belongs to a slot if it is what the slot holds, by a power of ten, in all
 * experiments; all else of the event must stay the same. A number that has any other effect (it
 * becomes a text, a truth value, part of a sum) is taken for a part of the shape.
 */
final class ShapeLearner {

  // The experiments: two with different numbers, of which no two are in the same order, then those
  // that show whether all numbers are treated alike.
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int ZERO = 2;
  private static final int FRACTION = 3;
  private static final int LARGE = 4;
  private static final int EXPERIMENTS = 5;

  /** What decoders take for too large: times by {@link EventClock#bounded}, ids and codes. */
  private static final long BOUND = (1L << 62) - 1;

  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final EventDecoder decoder;
  private final ByteCursor cursor = new ByteCursor();
  private final QlogEvent event = new QlogEvent();
  private final PlainNumber number = new PlainNumber();
  private final PlainRanges ranges = new PlainRanges();
  private final EventShapes trial = new EventShapes();

  private final boolean[] active = new boolean[RecordOutline.MAX_SLOTS];
  private final String[] texts = new String[RecordOutline.MAX_SLOTS];
  private final int[] digits = new int[RecordOutline.MAX_SLOTS];
  private final long[] limits = new long[RecordOutline.MAX_SLOTS];

  /** In each experiment how many ranges there are as far as each slot. */
  private final int[][] rangesBehind = new int[EXPERIMENTS][RecordOutline.MAX_SLOTS];

  private RecordOutline outline;
  private QlogEvent example;
  private long[] exampleNumbers;
  private MemberName firstMember;
  private List<String> columns;

  /** For each number of the event the slot that it belongs to, or -1. */
  private int[] slotOf;

  /**
   * @param needed the types of events whose data is asked for
   */
  ShapeLearner(Set<EventType> needed) {
    decoder = new EventDecoder(needed);
  }

  /**
   * Learns the shape of a record.
   *
   * @param record the record
   * @param decoded what it says
   * @param first its first member, or null
   * @param timeDigits how many digits times are shifted by
   * @param eventColumns the names of the elements of an event that is an array
   * @param shapes to which the shape is added
   */
  void learn(
      RecordOutline record,
      QlogEvent decoded,
      MemberName first,
      int timeDigits,
      List<String> eventColumns,
      EventShapes shapes) {
    outline = record;
    example = decoded;
    exampleNumbers = EventNumbers.of(decoded);
    firstMember = first;
    columns = eventColumns;
    decoder.setTimeDigits(timeDigits);
    Arrays.fill(active, 0, record.slots(), true);
    if (understood() || (blamed() && understood())) {
      add(shapes);
    }
  }

  /** Leaves aside all slots of which the effect is not understood; false if none remains. */
  private boolean blamed() {
    boolean[] understood = new boolean[outline.slots()];
    boolean any = false;
    for (int slot = 0; slot < understood.length; slot++) {
      Arrays.fill(active, 0, understood.length, false);
      active[slot] = true;
      understood[slot] = understood();
      any |= understood[slot];
    }
    System.arraycopy(understood, 0, active, 0, understood.length);
    return any;
  }

  private boolean understood() {
    int count = exampleNumbers.length;
    if (!decoded(FIRST)) {
      return false;
    }
    long[] first = EventNumbers.of(event);
    if (!decoded(SECOND)) {
      return false;
    }
    long[] second = EventNumbers.of(event);
    Arrays.fill(digits, UNKNOWN);
    slotOf = new int[count];
    for (int i = 0; i < count; i++) {
      boolean same = first[i] == second[i];
      slotOf[i] = same ? -1 : slot(first[i], second[i]);
      if (same ? second[i] != exampleNumbers[i] : slotOf[i] < 0) {
        return false;
      }
    }
    setLimits(BOUND);
    if (!linear(ZERO) || !linear(FRACTION)) {
      return false;
    }
    if (!linear(LARGE)) {
      setLimits(PacketFields.MAX_LENGTH_BYTES);
      return linear(LARGE);
    }
    return true;
  }

  private void setLimits(long bound) {
    for (int slot = 0; slot < outline.slots(); slot++) {
      if (outline.ofRanges(slot)) {
        digits[slot] = ShapeNode.RANGES;
        continue;
      }
      if (digits[slot] == UNKNOWN) {
        digits[slot] = 0;
      }
      limits[slot] = PlainNumber.limit(digits[slot] == 0 ? bound : BOUND, digits[slot]);
    }
  }

  /** The slot of a number that the first two experiments have changed, or -1. */
  private int slot(long first, long second) {
    for (int slot = 0; slot < outline.slots(); slot++) {
      if (active[slot]) {
        for (int scale = 0; scale <= PlainNumber.MAX_SCALE; scale++) {
          if (value(FIRST, slot, scale) == first && value(SECOND, slot, scale) == second) {
            boolean other = digits[slot] != UNKNOWN && digits[slot] != scale;
            digits[slot] = scale;
            return other ? -1 : slot;
          }
        }
      }
    }
    return -1;
  }

  /** Whether an experiment has the effect that was found. */
  private boolean linear(int experiment) {
    if (!decoded(experiment)) {
      return false;
    }
    long[] numbers = EventNumbers.of(event);
    for (int i = 0; i < slotOf.length; i++) {
      int slot = slotOf[i];
      if (numbers[i] != (slot < 0 ? exampleNumbers[i] : value(experiment, slot, digits[slot]))) {
        return false;
      }
    }
    return true;
  }

  /** Decodes the record with other numbers; false if more than numbers has become other. */
  private boolean decoded(int experiment) {
    ranges.clear();
    boolean rangesInSlots = false;
    for (int slot = 0; slot < outline.slots(); slot++) {
      texts[slot] = active[slot] ? text(experiment, slot) : null;
      if (active[slot] && outline.ofRanges(slot)) {
        rangesInSlots = true;
        ranges.read(padded(texts[slot]), 0);
        rangesBehind[experiment][slot] = ranges.count();
      }
    }
    byte[] bytes = outline.with(texts);
    cursor.begin(bytes, 0);
    try {
      boolean named = decoder.decode(event, cursor, columns);
      return named
          && !cursor.failed()
          && cursor.position() == bytes.length - ByteWindow.PADDING
          && decoder.firstMember() == firstMember
          && EventNumbers.count(event) == exampleNumbers.length
          && event.likeBesideNumbers(example)
          && (rangesInSlots
              ? event.frames.hasRanges(ranges.bounds(), ranges.count())
              : event.frames.likeRanges(example.frames));
    } catch (IOException | RuntimeException e) {
      // Whatever it is, it is not understood.
      return false;
    }
  }

  private String text(int experiment, int slot) {
    if (outline.ofRanges(slot)) {
      return switch (experiment) {
        case FIRST -> "[[10,20]]";
        case SECOND -> "[[30,40],[50]]";
        case ZERO -> "[]";
        case FRACTION -> "[[7],[5],[2,3]]";
        default -> "[[0,999999999999999]]";
      };
    }
    return switch (experiment) {
      case FIRST -> Long.toString(firstNumber(slot));
      case SECOND -> Long.toString(secondNumber(slot));
      case ZERO -> "0";
      case FRACTION -> firstNumber(slot) + ".6251235";
      default -> Long.toString(limits[slot]);
    };
  }

  // No two numbers are the same by a power of ten, and they are lengths that a packet can have.

  private static long firstNumber(int slot) {
    return 10_001 + 670 * slot + slot % 9;
  }

  private static long secondNumber(int slot) {
    return 62_001 - 710 * slot + slot % 7;
  }

  /** What a slot holds in an experiment; of ranges how many there are so far. */
  private long value(int experiment, int slot, int scale) {
    if (outline.ofRanges(slot)) {
      return rangesBehind[experiment][slot];
    }
    return switch (experiment) {
      case FIRST -> PlainNumber.scaled(firstNumber(slot), scale);
      case SECOND -> PlainNumber.scaled(secondNumber(slot), scale);
      case ZERO -> 0;
      case LARGE -> PlainNumber.scaled(limits[slot], scale);
      default -> {
        number.read(padded(text(experiment, slot)), 0, scale, Long.MAX_VALUE);
        yield number.value();
      }
    };
  }

  private static byte[] padded(String text) {
    byte[] bytes = new byte[text.length() + ByteWindow.PADDING];
    for (int i = 0; i < text.length(); i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private void add(EventShapes shapes) {
    int slots = outline.slots();
    // The number of each slot that is not left aside.
    int[] rank = new int[slots];
    byte[][] segments = new byte[slots + 1][];
    int[] kinds = new int[slots];
    long[] bounds = new long[slots];
    boolean rangesInSlots = false;
    int count = 0;
    int previous = -1;
    for (int slot = 0; slot < slots; slot++) {
      if (active[slot]) {
        segments[count] = outline.between(previous, slot);
        kinds[count] = digits[slot];
        bounds[count] = limits[slot];
        rangesInSlots |= outline.ofRanges(slot);
        rank[slot] = count++;
        previous = slot;
      }
    }
    segments[count] = outline.between(previous, slots);
    kinds = Arrays.copyOf(kinds, count);
    int[] belongsTo = new int[slotOf.length];
    int[] from = new int[slotOf.length];
    int used = 0;
    for (int i = 0; i < slotOf.length; i++) {
      if (slotOf[i] >= 0) {
        belongsTo[used] = i;
        from[used++] = rank[slotOf[i]];
      }
    }
    EventShape shape =
        new EventShape(
            example,
            firstMember,
            Arrays.copyOf(from, used),
            Arrays.copyOf(belongsTo, used),
            rangesInSlots);
    trial.clear();
    trial.add(shape, segments, kinds, bounds);
    byte[] record = outline.with(new String[slots]);
    if (trial.find(record, 0) == shape) {
      trial.decode(shape, event);
      if (event.like(example)) {
        shapes.add(shape, segments, kinds, bounds);
      }
    }
  }
}
