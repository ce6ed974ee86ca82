package dev.moqlog.analyzer.read;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Texts that repeat over a log, each kept once, and none longer than a name can be. */
final class Texts {

  private static final int MAX_CHARS = 256;

  private final TextCache<String> texts = new TextCache<>(Texts::shortened);

  /** A scalar as text, at most {@value #MAX_CHARS} characters of it; null for anything else. */
  String shortText(JsonCursor cursor) throws IOException {
    if (cursor.isScalar()) {
      return cursor.cached(texts);
    }
    cursor.skip();
    return null;
  }

  /** As {@link #shortText(JsonCursor)}, of the value that a parser stands on. */
  String shortText(JsonParser parser) throws IOException {
    return shortText(new JacksonCursor(parser));
  }

  /** A text cut to what a name can be; null stays null. */
  static String shortened(String text) {
    return text == null || text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }
}
