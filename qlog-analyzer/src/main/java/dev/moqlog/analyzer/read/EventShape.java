package dev.moqlog.analyzer.read;

import java.util.function.Consumer;

/**
 * What all records have in common that are equal but for their numbers, and where each of their
 * numbers belongs.
 */
final class EventShape {

  private final QlogEvent prototype = new QlogEvent();
  private final MemberName firstMember;
  private final int[] slots;
  private final int[] belongsTo;
  private final boolean rangesInSlots;

  /** The numbers of an event of that shape. */
  private final long[] numbers;

  /**
   * @param example an event of that shape
   * @param firstMember its first member, or null
   * @param slots the slots whose value is a number of the event
   * @param belongsTo for each of them which of {@link EventNumbers}
   * @param rangesInSlots whether slots hold all acknowledged ranges of the event
   */
  EventShape(
      QlogEvent example,
      MemberName firstMember,
      int[] slots,
      int[] belongsTo,
      boolean rangesInSlots) {
    this.firstMember = firstMember;
    this.slots = slots;
    this.belongsTo = belongsTo;
    this.rangesInSlots = rangesInSlots;
    numbers = EventNumbers.of(example);
    prototype.set(example);
    // Finds out which types of frames there are, once for all events of that shape.
    prototype.frames.containsAny(0);
    forgetCleared();
  }

  /** What was touched, but has only what it has after clearing, is taken for untouched. */
  private void forgetCleared() {
    prototype.recovery.touched = differs(event -> event.recovery.clear());
    prototype.parameters.touched = differs(event -> event.parameters.clear());
    prototype.close.touched = differs(event -> event.close.clear());
    prototype.detail.touched = differs(event -> event.detail.clear());
    prototype.moq.touched = differs(event -> event.moq.clear());
  }

  private boolean differs(Consumer<QlogEvent> clearing) {
    QlogEvent cleared = new QlogEvent();
    cleared.set(prototype);
    clearing.accept(cleared);
    return !cleared.like(prototype);
  }

  /** The first member of such a record, null if it has none or is an array. */
  MemberName firstMember() {
    return firstMember;
  }

  /**
   * Makes an event of a record of that shape.
   *
   * @param values what its slots hold; of ranges how many there are so far
   * @param ranges the acknowledged ranges, if there is a slot for them
   */
  void decode(QlogEvent into, long[] values, PlainRanges ranges) {
    for (int i = 0; i < slots.length; i++) {
      numbers[belongsTo[i]] = values[slots[i]];
    }
    EventNumbers.set(into, prototype, numbers);
    if (rangesInSlots) {
      into.frames.setRanges(ranges.bounds(), ranges.count());
    } else {
      into.frames.setRanges(prototype.frames);
    }
  }
}
