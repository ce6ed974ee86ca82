package dev.moqlog.analyzer.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Texts that repeat over a log, each kept once, and none longer than a name can be. */
final class Texts {

  private static final int MAX_CHARS = 256;

  private final TextCache<String> texts = new TextCache<>(Texts::shortened);

  /** A scalar as text, at most {@value #MAX_CHARS} characters of it; null for anything else. */
  String shortText(JsonParser parser) throws IOException {
    if (parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
      return cached(texts, parser);
    }
    parser.skipChildren();
    return null;
  }

  /** What a cache makes of the scalar that the parser stands on. */
  <T> T cached(TextCache<T> cache, JsonParser parser) throws IOException {
    return cache.get(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  /** A text cut to what a name can be; null stays null. */
  static String shortened(String text) {
    return text == null || text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }
}
