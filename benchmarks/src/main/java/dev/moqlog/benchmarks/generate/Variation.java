package dev.moqlog.benchmarks.generate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * In what one variant differs from its original. All times and round trips are stretched by one
 * factor, so that the log stays consistent: what was a round trip between a packet and its
 * acknowledgment still is one. Follows from the seed and the number of the variant alone. For one
 * thread.
 */
final class Variation {

  private static final double LEAST_STRETCH = 0.85;
  private static final double MOST_STRETCH = 1.25;
  private static final long MOST_EARLIER_MILLIS = 90L * 24 * 3600 * 1000;
  private static final int MOST_SKIPPED_NUMBERS = 1 << 14;
  private static final long ONE = 1_000_000;

  private final long key;
  private final double stretch;
  private final long earlierMillis;
  private final long sentShift;
  private final long receivedShift;
  private final Map<String, byte[]> ids = new HashMap<>();
  private long startsAt = Long.MIN_VALUE;

  Variation(long seed, long number) {
    this.key = Mix.of(seed, number);
    double share = (Mix.of(key, 1) >>> 11) * 0x1p-53;
    this.stretch = LEAST_STRETCH + share * (MOST_STRETCH - LEAST_STRETCH);
    this.earlierMillis = 1 + (Mix.of(key, 2) >>> 1) % MOST_EARLIER_MILLIS;
    this.sentShift = 1 + (Mix.of(key, 3) >>> 1) % MOST_SKIPPED_NUMBERS;
    this.receivedShift = 1 + (Mix.of(key, 4) >>> 1) % MOST_SKIPPED_NUMBERS;
  }

  /** The log is to begin at this time on the axis of a file that holds others, too. */
  void startAt(long time) {
    startsAt = time;
  }

  /** A time of the log in the variant. */
  long time(OriginalLog log, long time) {
    long start = startsAt == Long.MIN_VALUE ? moved(log) : startsAt;
    return start + stretched(time - log.startTime());
  }

  private long moved(OriginalLog log) {
    return log.absoluteTimes() ? log.startTime() - earlierMillis * ONE : log.startTime();
  }

  private long stretched(long value) {
    return Math.round(value * stretch);
  }

  /** What stands in the variant instead of an id: as long, of hexadecimal digits too. */
  byte[] id(String original) {
    return ids.computeIfAbsent(original, this::replaced);
  }

  private byte[] replaced(String original) {
    byte[] text = new byte[original.length()];
    long hash = Mix.of(key, original);
    for (int i = 0; i < text.length; i++) {
      if (i % 16 == 15) {
        hash = Mix.of(hash, i);
      }
      text[i] = (byte) Character.forDigit((int) (hash >>> (i % 16 * 4)) & 15, 16);
    }
    return text;
  }

  /** Appends a stretch of the original as it is in the variant. */
  void render(OriginalLog log, int from, int to, Bytes out) {
    Slots slots = log.slots();
    byte[] bytes = log.bytes();
    int position = from;
    for (int i = slots.firstFrom(from); i < slots.count() && slots.from(i) < to; i++) {
      out.write(bytes, position, slots.from(i) - position);
      render(log, i, out);
      position = slots.to(i);
    }
    out.write(bytes, position, to - position);
  }

  private void render(OriginalLog log, int slot, Bytes out) {
    Slots slots = log.slots();
    long value = slots.value(slot);
    int decimals = slots.decimals(slot);
    switch (slots.kind(slot)) {
      case TIME -> {
        int exact = Math.min(FixedPoint.DIGITS, log.mostTimeDecimals());
        FixedPoint.writeShort(
            time(log, value), Math.max(decimals, exact), log.leastTimeDecimals(), out);
      }
      case DURATION -> FixedPoint.write(stretched(value), decimals, out);
      case REFERENCE -> FixedPoint.write(value - earlierMillis * ONE, decimals, out);
      case REFERENCE_TEXT ->
          out.write(
              Instant.ofEpochSecond(
                      Math.floorDiv(value, 1000 * ONE), Math.floorMod(value, 1000 * ONE))
                  .minusMillis(earlierMillis)
                  .toString()
                  .getBytes(StandardCharsets.US_ASCII));
      case SENT_NUMBER -> FixedPoint.writeLong(value + sentShift, 1, out);
      case RECEIVED_NUMBER -> FixedPoint.writeLong(value + receivedShift, 1, out);
      case ID -> out.write(id(log.ids().get((int) value)));
      default -> throw new IllegalStateException();
    }
  }
}
