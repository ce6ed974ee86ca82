package dev.moqlog.analyzer.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** JSON as QUIC stacks write it, and the values they write in more than one way. */
final class LenientJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(1000)
                  .maxNumberLength(4096)
                  .build())
          // picoquic writes escapes that JSON does not know.
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          // Python's json module writes NaN and Infinity.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          // Guessing would take zero bytes for the signs of UTF-16 or UTF-32.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private LenientJson() {}

  /** A parser over a range of bytes; its values are read on one thread. */
  static JsonParser parser(byte[] buffer, int from, int to) throws IOException {
    return FACTORY.createParser(buffer, from, to - from);
  }

  /**
   * The current value times {@code 10^digits}, whether it is a number or a number in a string.
   *
   * @return the scaled number, or {@link QlogEvent#ABSENT} for anything else
   */
  static long scaled(JsonParser parser, int digits) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        || token == JsonToken.VALUE_NUMBER_FLOAT
        || token == JsonToken.VALUE_STRING) {
      return Decimal.scaled(
          parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), digits);
    }
    parser.skipChildren();
    return QlogEvent.ABSENT;
  }

  /** The current value as an integer that cannot be negative, or ABSENT. */
  static long unsigned(JsonParser parser) throws IOException {
    long value = scaled(parser, 0);
    return value < 0 ? QlogEvent.ABSENT : value;
  }

  /** The text of a string or number, cut to what a person could mean; null for anything else. */
  static String text(JsonParser parser) throws IOException {
    if (parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
      int length = Math.min(parser.getTextLength(), JsonCursor.MAX_TEXT_CHARS);
      return new String(parser.getTextCharacters(), parser.getTextOffset(), length);
    }
    parser.skipChildren();
    return null;
  }

  /** Reads a member, the parser standing on its value. */
  @FunctionalInterface
  interface MemberReader {
    void read(String name, JsonParser parser) throws IOException;
  }

  /** Hands over the members of the object the parser stands on; anything else is skipped. */
  static void members(JsonParser parser, MemberReader reader) throws IOException {
    if (!isObject(parser)) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      reader.read(name, parser);
    }
  }

  /** A truth value, also as text; false for anything else. */
  static boolean bool(JsonParser parser) throws IOException {
    if (isText(parser)) {
      return parser.getText().equals("true");
    }
    boolean value = parser.currentToken() == JsonToken.VALUE_TRUE;
    parser.skipChildren();
    return value;
  }

  static boolean isText(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  static boolean isObject(JsonParser parser) {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  static boolean isArray(JsonParser parser) {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }
}
