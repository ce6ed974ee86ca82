package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Finds the connection ids and tokens that a log names. */
final class IdFinder {

  /** Shorter ones are not told apart from words and numbers. */
  static final int LEAST_DIGITS = 8;

  /** So long is no word and no number. */
  private static final int CERTAIN_DIGITS = 16;

  private static final JsonFactory JSON = new JsonFactory();

  private static final Set<String> KEYS =
      Set.of(
          "group_id",
          "ODCID",
          "odcid",
          "original_destination_connection_id",
          "original_connection_id",
          "initial_source_connection_id",
          "retry_source_connection_id",
          "connection_id",
          "connection_ids",
          "scid",
          "dcid",
          "src_cid",
          "dst_cid",
          "stateless_reset_token");

  /** Members in whose text ids stand among words. */
  private static final Set<String> TEXTS = Set.of("title", "description");

  private IdFinder() {}

  /** Puts them in the order in which they first appear. */
  static void find(byte[] json, Map<String, Integer> ids) throws IOException {
    String key = "";
    try (JsonParser parser = JSON.createParser(json)) {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        if (token == JsonToken.FIELD_NAME) {
          key = parser.currentName();
        } else if (token == JsonToken.VALUE_STRING) {
          if (KEYS.contains(key)) {
            String text = parser.getText();
            if (text.length() >= LEAST_DIGITS && digitsEnd(text, 0) == text.length()) {
              ids.putIfAbsent(text, ids.size());
            }
          } else if (TEXTS.contains(key)) {
            inText(parser.getText(), ids);
          }
        }
      }
    }
  }

  private static void inText(String text, Map<String, Integer> ids) {
    for (int i = 0; i < text.length(); i++) {
      int end = digitsEnd(text, i);
      if (end - i >= CERTAIN_DIGITS) {
        ids.putIfAbsent(text.substring(i, end), ids.size());
      }
      i = Math.max(i, end);
    }
  }

  /** Where the hexadecimal digits end that stand at a position. */
  static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }
}
