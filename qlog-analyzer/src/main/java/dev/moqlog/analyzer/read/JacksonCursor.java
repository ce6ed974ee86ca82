package dev.moqlog.analyzer.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.CharBuffer;

/** A cursor over any JSON that stacks write, by Jackson. */
final class JacksonCursor extends JsonCursor {

  private final JsonParser parser;

  /**
   * @param parser stands at a value
   */
  JacksonCursor(JsonParser parser) {
    this.parser = parser;
  }

  private JsonToken token() {
    return parser.currentToken();
  }

  @Override
  boolean isObject() {
    return token() == JsonToken.START_OBJECT;
  }

  @Override
  boolean isArray() {
    return token() == JsonToken.START_ARRAY;
  }

  @Override
  boolean isText() {
    return token() == JsonToken.VALUE_STRING;
  }

  @Override
  boolean isNull() {
    return token() == JsonToken.VALUE_NULL;
  }

  @Override
  boolean isInteger() {
    return token() == JsonToken.VALUE_NUMBER_INT;
  }

  @Override
  boolean isTrue() {
    return token() == JsonToken.VALUE_TRUE;
  }

  @Override
  boolean isFalse() {
    return token() == JsonToken.VALUE_FALSE;
  }

  @Override
  MemberName firstMember() throws IOException {
    if (!isObject()) {
      skip();
      return null;
    }
    return nextMember();
  }

  @Override
  MemberName nextMember() throws IOException {
    if (parser.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    MemberName name = MemberName.of(parser.currentName());
    parser.nextToken();
    return name;
  }

  @Override
  boolean firstElement() throws IOException {
    if (!isArray()) {
      skip();
      return false;
    }
    return nextElement();
  }

  @Override
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  @Override
  void skip() throws IOException {
    parser.skipChildren();
  }

  @Override
  long scaled(int digits) throws IOException {
    return LenientJson.scaled(parser, digits);
  }

  @Override
  String text() throws IOException {
    return LenientJson.text(parser);
  }

  @Override
  <T> T cached(TextCache<T> cache) throws IOException {
    return cache.get(
        CharBuffer.wrap(
            parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
  }

  @Override
  boolean textIs(String text) throws IOException {
    return isText() && parser.getText().equals(text);
  }

  @Override
  boolean textStartsWith(char first) throws IOException {
    return isText()
        && parser.getTextLength() > 0
        && parser.getTextCharacters()[parser.getTextOffset()] == first;
  }

  @Override
  long textBytes() throws IOException {
    char[] text = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    long bytes = 0;
    for (int i = offset; i < offset + parser.getTextLength(); i++) {
      // Of a pair of surrogates, each stands for two of the four bytes.
      bytes += text[i] < 0x80 ? 1 : text[i] < 0x800 || Character.isSurrogate(text[i]) ? 2 : 3;
    }
    return bytes;
  }

  @Override
  long hexadecimal(long otherwise) throws IOException {
    if (!isText() || parser.getTextLength() != 2 * Long.BYTES) {
      skip();
      return otherwise;
    }
    char[] digits = parser.getTextCharacters();
    long value = 0;
    for (int i = 0; i < 2 * Long.BYTES; i++) {
      int digit = Character.digit(digits[parser.getTextOffset() + i], 16);
      if (digit < 0) {
        return otherwise;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  @Override
  String tokens() throws IOException {
    StringBuilder tokens = new StringBuilder();
    for (int depth = 1; depth > 0; ) {
      tokens.append(parser.getText());
      JsonToken token = parser.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return tokens.append('}').toString();
  }
}
