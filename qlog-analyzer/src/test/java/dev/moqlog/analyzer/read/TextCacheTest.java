package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCacheTest {

  private final Map<String, Integer> resolved = new HashMap<>();
  private final TextCache<String> cache =
      new TextCache<>(
          text -> {
            resolved.merge(text, 1, Integer::sum);
            return "<" + text + ">";
          });

  private String get(String text) {
    byte[] padded = ("##" + text + "#".repeat(16)).getBytes(US_ASCII);
    return cache.get(padded, 2, text.length());
  }

  @Test
  void aRepeatedTextIsResolvedOnce() {
    String first = get("packet_sent");
    assertThat(get("packet_sent")).isSameAs(first).isEqualTo("<packet_sent>");
    assertThat(resolved).containsExactly(Map.entry("packet_sent", 1));
  }

  @Test
  void textsOfEqualHashAreToldApart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(get("Aa")).isEqualTo("<Aa>");
    assertThat(get("BB")).isEqualTo("<BB>");
    assertThat(get("Aa")).isEqualTo("<Aa>");
  }

  @Test
  void theEmptyTextIsAText() {
    assertThat(get("")).isEqualTo("<>");
    assertThat(get("")).isEqualTo("<>");
    assertThat(resolved).containsExactly(Map.entry("", 1));
  }

  @Test
  void everNewTextsAreResolvedRightWhenTheCacheIsFull() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      String text = Integer.toString(random.nextInt(5_000), 36);
      assertThat(get(text)).isEqualTo("<" + text + ">");
    }
  }

  @Test
  void callersMayReuseTheirBuffer() {
    byte[] buffer = ("ping" + "#".repeat(16)).getBytes(US_ASCII);
    cache.get(buffer, 0, 4);
    buffer[0] = 'k';
    assertThat(cache.get(buffer, 0, 4)).isEqualTo("<king>");
    assertThat(get("ping")).isEqualTo("<ping>");
  }
}
