package dev.moqlog.cli.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads answers of OTLP endpoints, of which the SDK reads the status only: an {@code
 * Export…ServiceResponse} with its {@code partial_success}, and a {@code google.rpc.Status}. What
 * is no such message tells nothing. Stateless.
 */
final class OtlpAnswer {

  private static final int MAX_TEXT = 200;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private OtlpAnswer() {}

  /** What an endpoint that answered by success did not take, or has to say; mostly nothing. */
  static Optional<OtlpFailure> partialSuccess(byte[] body) {
    if (body == null || body.length == 0) {
      return Optional.empty();
    }
    if (body[0] == '<') {
      return Optional.of(OtlpFailure.refused("the answer is a web page, not one of OTLP"));
    }
    Message response = new Message(body, 0, body.length);
    Message partial = response.message(1);
    if (partial == null) {
      return Optional.empty();
    }
    long rejected = partial.number(1);
    String message = partial.text(2);
    return rejected > 0 || !message.isEmpty()
        ? Optional.of(OtlpFailure.partial(rejected, message))
        : Optional.empty();
  }

  /** What an endpoint that refused says, as a message or a line of text; may be empty. */
  static String reason(byte[] body) {
    if (body == null || body.length == 0 || body[0] == '<') {
      return "";
    }
    String message = new Message(body, 0, body.length).text(2);
    return message.isEmpty() ? firstLine(new String(body, StandardCharsets.UTF_8)) : message;
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    boolean readable = line.codePoints().noneMatch(c -> c < ' ' || c == 0xfffd);
    return readable ? shortened(line) : "";
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }

  /** A protobuf message, which is searched anew for each field; those of answers are small. */
  private static final class Message {

    private final byte[] bytes;
    private final int from;
    private final int to;
    private int at;
    private int valueStart;
    private long value;

    Message(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    long number(int field) {
      return find(field, VARINT) ? value : 0;
    }

    String text(int field) {
      return find(field, LENGTH)
          ? shortened(new String(bytes, valueStart, (int) value, StandardCharsets.UTF_8))
          : "";
    }

    /** The message in a field, or null. */
    Message message(int field) {
      return find(field, LENGTH) ? new Message(bytes, valueStart, valueStart + (int) value) : null;
    }

    /** Finds a field; false if there is none, or what follows is no message. */
    private boolean find(int field, int type) {
      at = from;
      while (at < to) {
        long tag = varint();
        int is = (int) (tag & 7);
        if (tag <= 0 || !value(is)) {
          return false;
        }
        if (tag >>> 3 == field && is == type) {
          return true;
        }
      }
      return false;
    }

    private boolean value(int type) {
      switch (type) {
        case VARINT -> value = varint();
        case FIXED64 -> at += 8;
        case FIXED32 -> at += 4;
        case LENGTH -> {
          value = varint();
          valueStart = at;
          if (value < 0 || value > to - at) {
            return false;
          }
          at += (int) value;
        }
        default -> {
          return false;
        }
      }
      return at <= to;
    }

    /** The next number; moves behind the end if it is not whole. */
    private long varint() {
      long number = 0;
      for (int shift = 0; shift < 64 && at < to; shift += 7) {
        byte next = bytes[at++];
        number |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return number;
        }
      }
      at = to + 1;
      return -1;
    }
  }
}
