package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Eight bytes at once against one after the other. */
class WordsTest {

  /** Bytes that are next to those that mean something. */
  private static final byte[] NEAR =
      "\0\1\u001f !\"#/0123456789:[\\]\u007f\u0080\u00a2\u00b0\u00dc\u00ff".getBytes(ISO_8859_1);

  private static byte[] random(Random random) {
    byte[] bytes = new byte[8];
    int kind = random.nextInt(4);
    for (int i = 0; i < 8; i++) {
      bytes[i] =
          switch (kind) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) ('0' + random.nextInt(10));
            case 2 -> random.nextInt(6) == 0 ? NEAR[random.nextInt(NEAR.length)] : (byte) '5';
            default -> NEAR[random.nextInt(NEAR.length)];
          };
    }
    return bytes;
  }

  private static boolean isSpecial(int b) {
    return b == '"' || b == '\\' || (b >= 0 && b < ' ') || b < 0;
  }

  @Test
  void theFirstByteOfAKindIsFound() {
    Random random = new Random(1);
    for (int n = 0; n < 200_000; n++) {
      byte[] bytes = random(random);
      long word = Words.at(bytes, 0);
      int quote = 0;
      int special = 0;
      int digits = 0;
      while (quote < 8 && bytes[quote] != '"') {
        quote++;
      }
      while (special < 8 && !isSpecial(bytes[special])) {
        special++;
      }
      while (digits < 8 && bytes[digits] >= '0' && bytes[digits] <= '9') {
        digits++;
      }
      if (Words.index(Words.quote(word)) != quote
          || Words.index(Words.special(word)) != special
          || Words.digits(word) != digits) {
        assertThat(Arrays.toString(bytes))
            .as("%d %d %d".formatted(quote, special, digits))
            .isEmpty();
      }
    }
  }

  @Test
  void digitsMakeTheirNumber() {
    Random random = new Random(2);
    for (int n = 0; n < 200_000; n++) {
      byte[] bytes = random(random);
      int digits = Words.digits(Words.at(bytes, 0));
      for (int count = 0; count <= digits; count++) {
        long expected = 0;
        for (int i = 0; i < count; i++) {
          expected = 10 * expected + bytes[i] - '0';
        }
        if (Words.number(Words.at(bytes, 0), count) != expected) {
          assertThat(expected).as(Arrays.toString(bytes)).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void bytesBehindTheEndAreZero() {
    byte[] bytes = "abcdefghijkl".getBytes(ISO_8859_1);
    for (int from = 0; from <= bytes.length + 8; from++) {
      byte[] padded = Arrays.copyOf(bytes, 32);
      assertThat(Words.upTo8(bytes, from)).isEqualTo(Words.at(padded, from));
    }
    for (int length = 0; length < 8; length++) {
      byte[] first = Arrays.copyOf(Arrays.copyOf(bytes, length), 8);
      assertThat(Words.first(Words.at(bytes, 0), length)).isEqualTo(Words.at(first, 0));
    }
  }

  /** A pattern is what stands there, byte by byte, of any length and with any first difference. */
  @Test
  void aPatternIsFoundWhereItStandsOnly() {
    Random random = new Random(3);
    for (int n = 0; n < 50_000; n++) {
      int length = 1 + random.nextInt(70);
      int from = random.nextInt(10);
      byte[] buffer = new byte[from + length + ByteWindow.PADDING];
      for (int i = 0; i < buffer.length; i++) {
        buffer[i] = (byte) ('a' + random.nextInt(2));
      }
      Pattern pattern = new Pattern(buffer, from, from + length);
      assertThat(pattern.behind(buffer, from)).isEqualTo(from + length);
      int at = random.nextInt(buffer.length);
      buffer[at] ^= (byte) (1 << random.nextInt(8));
      boolean same = at < from || at >= from + length;
      assertThat(pattern.behind(buffer, from)).isEqualTo(same ? from + length : 0);
    }
  }

  /** What stands behind a pattern's end of content is zero, which no pattern has. */
  @Test
  void aPatternThatIsCutIsNotFound() {
    for (int length = 1; length <= 64; length++) {
      byte[] text = ",".repeat(length).getBytes(ISO_8859_1);
      Pattern pattern = new Pattern(text, 0, length);
      for (int left = 0; left < length; left++) {
        byte[] cut = Arrays.copyOf(Arrays.copyOf(text, left), left + ByteWindow.PADDING);
        assertThat(pattern.behind(cut, 0)).isZero();
      }
    }
  }

  /** Whatever was learned, what is found is what stands there. */
  @Test
  void successorsFindWhatStandsThere() {
    Random random = new Random(4);
    MemberName[] names = MemberName.values();
    Successors successors = new Successors();
    int found = 0;
    for (int n = 0; n < 200_000; n++) {
      MemberName previous = names[random.nextInt(4)];
      MemberName name = names[1 + random.nextInt(6)];
      String space = random.nextInt(3) == 0 ? " " : "";
      String text = "," + space + '"' + name.name().toLowerCase(Locale.ROOT) + "\":";
      byte[] bytes = (text + "1").getBytes(ISO_8859_1);
      byte[] buffer = Arrays.copyOf(bytes, bytes.length + ByteWindow.PADDING);
      MemberName known = successors.find(previous, buffer, 0);
      if (known == null) {
        successors.learn(previous, name, buffer, 0, text.length());
      } else {
        found++;
        assertThat(known).isEqualTo(name);
        assertThat(successors.behind()).isEqualTo(text.length());
      }
    }
    assertThat(found).isGreaterThan(10_000);
  }

  /** A cache that is used in every way gives for each text what it stands for. */
  @Test
  void aTextCacheGivesWhatEachTextStandsFor() {
    Random random = new Random(5);
    TextCache<String> cache = new TextCache<>(text -> "<" + text + ">");
    String[] texts = new String[3_000];
    for (int i = 0; i < texts.length; i++) {
      int length = random.nextInt(i % 5 == 0 ? 140 : 20);
      StringBuilder text = new StringBuilder();
      while (text.length() < length) {
        text.append("ab\"\\\n\u00fc".charAt(random.nextInt(i % 4 == 0 ? 6 : 2)));
      }
      texts[i] = text.toString();
    }
    int likely = 0;
    for (int n = 0; n < 300_000; n++) {
      int kept = n < 100_000 ? 40 : texts.length;
      String text = texts[n % 3 == 0 ? random.nextInt(kept) : n % 17];
      boolean plain = text.chars().noneMatch(c -> isSpecial((byte) c)) && text.length() <= 128;
      if (!plain || random.nextInt(4) == 0) {
        assertThat(cache.get((CharSequence) text)).isEqualTo("<" + text + ">");
        continue;
      }
      byte[] quoted = ('"' + text + "\",").getBytes(ISO_8859_1);
      byte[] buffer = Arrays.copyOf(quoted, quoted.length + ByteWindow.PADDING);
      int behind = cache.behindLikely(buffer, 0);
      if (behind > 0) {
        likely++;
        assertThat(behind).isEqualTo(text.length() + 2);
        assertThat(cache.likely()).isEqualTo("<" + text + ">");
      } else {
        assertThat(cache.get(buffer, 1, text.length())).isEqualTo("<" + text + ">");
      }
    }
    assertThat(likely).isGreaterThan(1_000);
  }
}
