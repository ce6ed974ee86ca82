package dev.moqlog.analyzer.read;

/**
 * The numbers of an event in an array, for code that is not about what they mean. Those of its
 * frames stand behind all others.
 *
 * <p>Not among them: what a reader makes of an event ({@link QlogEvent#timeNanos}, {@link
 * QlogEvent#offset}), and lists, which are the packet's numbers and the acknowledged ranges.
 */
final class EventNumbers {

  private static final int PACKET = 1;
  private static final int RECOVERY = PACKET + PacketFields.NUMBERS;
  private static final int DETAIL = RECOVERY + RecoveryFields.NUMBERS;
  private static final int MOQ = DETAIL + DetailFields.NUMBERS;
  private static final int CLOSE = MOQ + MoqFields.NUMBERS;
  private static final int PARAMETERS = CLOSE + CloseFields.NUMBERS;
  private static final int FRAMES = PARAMETERS + ParameterFields.NUMBERS;

  private EventNumbers() {}

  /** How many an event has. */
  static int count(QlogEvent event) {
    return FRAMES + event.frames.numbers();
  }

  /** The numbers of an event. */
  static long[] of(QlogEvent event) {
    long[] numbers = new long[count(event)];
    numbers[0] = event.loggedNanos;
    event.packet.get(numbers, PACKET);
    event.recovery.get(numbers, RECOVERY);
    event.detail.get(numbers, DETAIL);
    event.moq.get(numbers, MOQ);
    event.close.get(numbers, CLOSE);
    event.parameters.get(numbers, PARAMETERS);
    event.frames.get(numbers, FRAMES);
    return numbers;
  }

  /**
   * Makes an event like another one, but with these numbers.
   *
   * @param numbers as many as the other one has
   */
  static void set(QlogEvent event, QlogEvent other, long[] numbers) {
    event.setBesideFields(other);
    event.loggedNanos = numbers[0];
    event.packet.set(other.packet, numbers, PACKET);
    event.recovery.set(other.recovery, numbers, RECOVERY);
    event.detail.set(other.detail, numbers, DETAIL);
    event.moq.set(other.moq, numbers, MOQ);
    event.close.set(other.close, numbers, CLOSE);
    event.parameters.set(other.parameters, numbers, PARAMETERS);
    event.frames.set(other.frames, numbers, FRAMES);
  }
}
