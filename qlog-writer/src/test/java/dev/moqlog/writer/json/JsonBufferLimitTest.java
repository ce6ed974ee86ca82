package dev.moqlog.writer.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a buffer grows, what happens at its limit, and whole documents by chance. */
class JsonBufferLimitTest {

  private static final int LIMIT = 100;

  private static String textOf(JsonBuffer buffer) {
    return new String(buffer.array(), 0, buffer.size(), StandardCharsets.UTF_8);
  }

  @Test
  void theLimitItselfIsReached() {
    JsonBuffer buffer = new JsonBuffer(32, LIMIT);
    buffer.raw(new byte[LIMIT - 1]);
    buffer.ascii('x');
    assertThat(buffer.isOverflown()).isFalse();
    assertThat(buffer.size()).isEqualTo(LIMIT);
  }

  @Test
  void oneByteMoreIsNotKept() {
    JsonBuffer buffer = new JsonBuffer(32, LIMIT);
    buffer.raw(new byte[LIMIT]);
    buffer.ascii('x');
    assertThat(buffer.isOverflown()).isTrue();
    assertThat(buffer.size()).isEqualTo(LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u00e9", "\u20ac", "\"", "\u0001"})
  void aTextThatJustFitsIsKeptAndOneThatDoesNotIsNot(String character) {
    JsonBuffer large = new JsonBuffer(32, 1 << 20);
    large.text(character);
    int each = large.size() - 2;
    int most = (LIMIT - 2) / each;
    JsonBuffer buffer = new JsonBuffer(32, LIMIT);
    buffer.text(character.repeat(most));
    assertThat(buffer.isOverflown()).isFalse();
    assertThat(buffer.size()).isEqualTo(2 + most * each);
    buffer.clear();
    buffer.text(character.repeat(most + 1));
    assertThat(buffer.isOverflown()).isTrue();
    assertThat(buffer.size()).isZero();
  }

  @Test
  void bytesThatJustFitAreKept() {
    JsonBuffer buffer = new JsonBuffer(32, LIMIT);
    buffer.hex(new byte[(LIMIT - 2) / 2]);
    assertThat(buffer.isOverflown()).isFalse();
    assertThat(buffer.size()).isEqualTo(LIMIT);
    buffer.clear();
    buffer.hex(new byte[(LIMIT - 2) / 2 + 1]);
    assertThat(buffer.isOverflown()).isTrue();
  }

  @Test
  void whatComesAfterAnOverflowIsIgnoredUntilTheBufferIsCleared() {
    JsonBuffer buffer = new JsonBuffer(32, LIMIT);
    buffer.text("a".repeat(90));
    buffer.text("b".repeat(90));
    int size = buffer.size();
    buffer.ascii('x');
    buffer.number(1);
    buffer.unsigned(-1);
    buffer.number(0.5);
    buffer.millis(1);
    buffer.bool(true);
    buffer.nothing();
    buffer.hex(new byte[0]);
    buffer.text("");
    buffer.key(JsonBuffer.encodedKey("k"));
    buffer.comma();
    assertThat(buffer.size()).isEqualTo(size);
    assertThat(buffer.isOverflown()).isTrue();
    buffer.clear();
    buffer.number(1);
    assertThat(textOf(buffer)).isEqualTo("1");
    assertThat(buffer.isOverflown()).isFalse();
  }

  @Test
  void aCopyOfAnOverflownBufferIsOverflown() {
    JsonBuffer buffer = new JsonBuffer(32, LIMIT);
    buffer.text("a".repeat(200));
    JsonBuffer copy = new JsonBuffer(32, 1 << 10);
    copy.copyFrom(buffer);
    assertThat(copy.isOverflown()).isTrue();
  }

  @Test
  void theSpaceAtFirstIsNoMoreThanTheLimit() {
    JsonBuffer buffer = new JsonBuffer(1 << 10, LIMIT);
    buffer.raw(new byte[LIMIT + 1]);
    assertThat(buffer.isOverflown()).isTrue();
    assertThat(buffer.array().length).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void atAnyLimitTheTextIsWholeOrTheBufferSaysThatItIsNot() {
    Random random = new Random(5);
    JsonBuffer whole = new JsonBuffer(32, 1 << 20);
    for (int round = 0; round < 20_000; round++) {
      int limit = 32 + random.nextInt(200);
      JsonBuffer buffer = new JsonBuffer(1 + random.nextInt(limit), limit);
      whole.clear();
      for (int i = random.nextInt(12); i >= 0; i--) {
        Consumer<JsonBuffer> piece = piece(random);
        piece.accept(whole);
        piece.accept(buffer);
      }
      assertThat(buffer.array().length).isLessThanOrEqualTo(limit);
      if (buffer.isOverflown()) {
        assertThat(textOf(whole)).startsWith(textOf(buffer));
        // Numbers are refused a little early.
        assertThat(whole.size()).isGreaterThan(limit - 32);
      } else {
        assertThat(textOf(buffer)).isEqualTo(textOf(whole));
      }
    }
  }

  private static Consumer<JsonBuffer> piece(Random random) {
    long number = random.nextLong() >> random.nextInt(64);
    // ASCII, so that the text before an overflow ends at a character.
    String text = "ab\"\\".repeat(random.nextInt(8));
    byte[] bytes = new byte[random.nextInt(20)];
    return switch (random.nextInt(9)) {
      case 0 -> buffer -> buffer.number(number);
      case 1 -> buffer -> buffer.unsigned(number);
      case 2 -> buffer -> buffer.millis(number);
      case 3 -> buffer -> buffer.number(number / 7.0);
      case 4 -> buffer -> buffer.text(text);
      case 5 -> buffer -> buffer.hex(bytes);
      case 6 -> buffer -> buffer.bool(number > 0);
      case 7 -> buffer -> buffer.key(JsonBuffer.encodedKey("key"));
      default -> buffer -> buffer.ascii('[');
    };
  }

  @Test
  void aBufferGrowsToItsLimitAndKeepsWhatItHas() {
    JsonBuffer buffer = new JsonBuffer(1, 1 << 16);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      buffer.number(i);
      buffer.ascii(' ');
      expected.append(i).append(' ');
    }
    assertThat(textOf(buffer)).isEqualTo(expected.toString());
  }

  @Test
  void anyDocumentComesBackAsItWas() throws IOException {
    Random random = new Random(6);
    ObjectMapper jackson = new ObjectMapper();
    JsonBuffer buffer = new JsonBuffer(1, 1 << 20);
    for (int round = 0; round < 5_000; round++) {
      buffer.clear();
      JsonNode expected = object(buffer, random, 0);
      assertThat(jackson.readTree(buffer.array(), 0, buffer.size())).isEqualTo(expected);
    }
  }

  private static ObjectNode object(JsonBuffer buffer, Random random, int depth) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    buffer.ascii('{');
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = "member" + i;
      buffer.key(JsonBuffer.encodedKey(name));
      node.set(name, value(buffer, random, depth));
    }
    buffer.ascii('}');
    return node;
  }

  private static ArrayNode array(JsonBuffer buffer, Random random, int depth) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    buffer.ascii('[');
    for (int i = random.nextInt(5); i > 0; i--) {
      buffer.comma();
      node.add(value(buffer, random, depth));
    }
    buffer.ascii(']');
    return node;
  }

  private static JsonNode value(JsonBuffer buffer, Random random, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    switch (random.nextInt(depth > 3 ? 7 : 9)) {
      case 0 -> {
        int number = random.nextInt();
        buffer.number(number);
        return nodes.numberNode(number);
      }
      case 1 -> {
        long number = random.nextLong() | 1L << 62;
        buffer.unsigned(number);
        BigInteger expected = new BigInteger(Long.toUnsignedString(number));
        return number < 0 ? nodes.numberNode(expected) : nodes.numberNode(number);
      }
      case 2 -> {
        double number = random.nextDouble();
        buffer.number(number);
        return nodes.numberNode(number);
      }
      case 3 -> {
        String text = text(random);
        buffer.text(text);
        return nodes.textNode(text);
      }
      case 4 -> {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        buffer.hex(bytes);
        return nodes.textNode(HexFormat.of().formatHex(bytes));
      }
      case 5 -> {
        boolean truth = random.nextBoolean();
        buffer.bool(truth);
        return nodes.booleanNode(truth);
      }
      case 6 -> {
        buffer.nothing();
        return nodes.nullNode();
      }
      case 7 -> {
        return object(buffer, random, depth + 1);
      }
      default -> {
        return array(buffer, random, depth + 1);
      }
    }
  }

  private static String text(Random random) {
    List<Integer> points = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(Character.MAX_CODE_POINT + 1) >> random.nextInt(18);
      points.add(point >= 0xd800 && point <= 0xdfff ? '{' : point);
    }
    StringBuilder text = new StringBuilder();
    points.forEach(text::appendCodePoint);
    return text.toString();
  }
}
