package dev.moqlog.analyzer.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The names of tracks as one text, so that the same track has the same text in every log.
 *
 * <p>The elements of a namespace tuple are joined by slashes. Inside an element, and in a track's
 * name, a slash, colon, percent sign and what is not printable is written as a percent sign and two
 * hexadecimal digits for each byte, so that no two tuples have the same text.
 */
final class MoqNames {

  private static final int MAX_CHARS = 512;

  private static final int MAX_ELEMENTS = 32;

  private MoqNames() {}

  /** A namespace: an array of names, or (moq-rs) one text that is a path; null for neither. */
  static String namespace(JsonCursor cursor) throws IOException {
    StringBuilder joined = new StringBuilder();
    if (cursor.isText()) {
      String path = cursor.text();
      for (String element : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
        append(joined, element);
      }
    } else if (cursor.isArray()) {
      int i = 0;
      for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
        String element = element(cursor);
        if (i++ < MAX_ELEMENTS) {
          append(joined, element == null ? "" : element);
        }
      }
    } else {
      cursor.skip();
      return null;
    }
    return bounded(joined.toString());
  }

  /** The name of a track, or null. */
  static String name(JsonCursor cursor) throws IOException {
    String element = element(cursor);
    return element == null ? null : bounded(escaped(element));
  }

  private static void append(StringBuilder joined, String element) {
    if (joined.length() < 16 * MAX_CHARS) {
      joined.append(joined.length() == 0 ? "" : "/").append(escaped(element));
    }
  }

  /** A byte string: a text, or an object with {@code value} or {@code value_bytes}. */
  private static String element(JsonCursor cursor) throws IOException {
    if (!cursor.isObject()) {
      return cursor.text();
    }
    String text = null;
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case VALUE -> {
          String value = cursor.text();
          text = value == null ? text : value;
        }
        case VALUE_BYTES, VALUE_BYTES_CAMEL -> {
          String hex = cursor.text();
          text = text == null && hex != null ? decoded(hex) : text;
        }
        default -> cursor.skip();
      }
    }
    return text;
  }

  /** The text that bytes in hexadecimal stand for; what is no UTF-8 stays as it is written. */
  static String decoded(String hex) {
    try {
      byte[] bytes = HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return hex;
    }
  }

  private static String escaped(String element) {
    for (int i = 0; i < element.length(); i++) {
      if (needsEscape(element.charAt(i))) {
        return escapedFrom(element, i);
      }
    }
    return element;
  }

  private static boolean needsEscape(char c) {
    return c <= ' ' || c == '/' || c == '%' || c == ':' || c == 0x7f;
  }

  private static String escapedFrom(String element, int first) {
    StringBuilder text = new StringBuilder(element.length() + 8).append(element, 0, first);
    for (int i = first; i < element.length(); i++) {
      char c = element.charAt(i);
      if (needsEscape(c)) {
        text.append('%').append(HexFormat.of().toHexDigits((byte) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** A longer text keeps its beginning, and a hash of all of it. */
  private static String bounded(String text) {
    return text.length() <= MAX_CHARS
        ? text
        : text.substring(0, MAX_CHARS) + '~' + Integer.toHexString(text.hashCode());
  }
}
