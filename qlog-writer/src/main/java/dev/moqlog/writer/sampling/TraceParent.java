package dev.moqlog.writer.sampling;

import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * The span that a connection belongs to, as in the W3C {@code traceparent} header.
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class TraceParent {

  private static final int TRACE_ID_LENGTH = 32;
  private static final int SPAN_ID_LENGTH = 16;
  private static final int TRACE_ID_AT = 3;
  private static final int SPAN_ID_AT = TRACE_ID_AT + TRACE_ID_LENGTH + 1;
  private static final int FLAGS_AT = SPAN_ID_AT + SPAN_ID_LENGTH + 1;
  private static final int HEADER_LENGTH = FLAGS_AT + 2;
  private static final int RANDOMNESS_AT = TRACE_ID_LENGTH - SamplingRate.RANDOMNESS_BITS / 4;
  private static final int SAMPLED = 0x01;

  private final String traceId;
  private final String spanId;
  private final int flags;

  private TraceParent(String traceId, String spanId, int flags) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.flags = flags;
  }

  /**
   * Reads a header; empty if it is null or not valid.
   *
   * <p>Version 00 is taken strictly: lower-case digits, no id of zeros, nothing before or after. A
   * later version is read as far as version 00 goes, as the recommendation asks for.
   */
  public static Optional<TraceParent> parse(String header) {
    if (header == null
        || header.length() < HEADER_LENGTH
        || !isHex(header, 0, 2)
        || header.startsWith("ff")
        || header.charAt(TRACE_ID_AT - 1) != '-'
        || header.charAt(SPAN_ID_AT - 1) != '-'
        || header.charAt(FLAGS_AT - 1) != '-'
        || !isHex(header, FLAGS_AT, HEADER_LENGTH)) {
      return Optional.empty();
    }
    if (header.length() > HEADER_LENGTH
        && (header.startsWith("00") || header.charAt(HEADER_LENGTH) != '-')) {
      return Optional.empty();
    }
    String traceId = header.substring(TRACE_ID_AT, SPAN_ID_AT - 1);
    String spanId = header.substring(SPAN_ID_AT, FLAGS_AT - 1);
    if (!isId(traceId, TRACE_ID_LENGTH) || !isId(spanId, SPAN_ID_LENGTH)) {
      return Optional.empty();
    }
    int flags = HexFormat.fromHexDigits(header, FLAGS_AT, HEADER_LENGTH);
    return Optional.of(new TraceParent(traceId, spanId, flags));
  }

  /**
   * A span.
   *
   * @param traceIdHex 32 lower-case hexadecimal digits, not all zero
   * @param spanIdHex 16 lower-case hexadecimal digits, not all zero
   * @param flags from 0 to 255; 1 means sampled
   * @throws IllegalArgumentException if one of them is anything else
   */
  public static TraceParent of(String traceIdHex, String spanIdHex, int flags) {
    requireId("traceIdHex", traceIdHex, TRACE_ID_LENGTH);
    requireId("spanIdHex", spanIdHex, SPAN_ID_LENGTH);
    if (flags < 0 || flags > 0xff) {
      throw new IllegalArgumentException("flags must be from 0 to 255: " + flags);
    }
    return new TraceParent(traceIdHex, spanIdHex, flags);
  }

  /** 32 lower-case hexadecimal digits. */
  public String traceId() {
    return traceId;
  }

  /** 16 lower-case hexadecimal digits. */
  public String spanId() {
    return spanId;
  }

  /** Whether the span is recorded, as its creator said. */
  public boolean isSampled() {
    return (flags & SAMPLED) != 0;
  }

  /**
   * The last 7 bytes of the trace id, from 0 to 2^56 - 1. They are random only if the creator of
   * the trace made them so, as OpenTelemetry does.
   */
  public long randomness() {
    return HexFormat.fromHexDigitsToLong(traceId, RANDOMNESS_AT, TRACE_ID_LENGTH);
  }

  private static void requireId(String name, String id, int length) {
    Objects.requireNonNull(id, name);
    if (!isId(id, length)) {
      throw new IllegalArgumentException(
          name + " must be " + length + " lower-case hexadecimal digits, not all zero: " + id);
    }
  }

  private static boolean isId(String id, int length) {
    return id.length() == length
        && isHex(id, 0, length)
        && !id.chars().allMatch(digit -> digit == '0');
  }

  private static boolean isHex(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char digit = text.charAt(i);
      if (!(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TraceParent that
        && traceId.equals(that.traceId)
        && spanId.equals(that.spanId)
        && flags == that.flags;
  }

  @Override
  public int hashCode() {
    return Objects.hash(traceId, spanId, flags);
  }

  /** The header, in version 00. */
  @Override
  public String toString() {
    return "00-" + traceId + '-' + spanId + '-' + HexFormat.of().toHexDigits((byte) flags);
  }
}
