package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static dev.moqlog.writer.Recording.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QlogRecordTest {

  @TempDir Path directory;

  private Recording record(Consumer<QlogTrace> events) {
    return Recording.of(directory, builder -> {}, events);
  }

  private JsonNode value(Object value) {
    Map<String, Object> data = new HashMap<>();
    data.put("v", value);
    JsonNode written =
        record(trace -> trace.record(START, QlogRecord.of("myrelay:test", data))).data();
    assertThat(Recording.namesOf(written)).containsExactly("v");
    return written.get("v");
  }

  @Test
  void nestedDataIsWrittenInItsOrder() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("z", List.of(1, List.of(), Map.of("deep", true)));
    data.put("a \"name\"\n", "text\u0000");
    data.put("nothing", null);
    Recording recording =
        record(trace -> trace.record(START + 1_500_000, QlogRecord.of("myrelay:miss", data)));
    assertThat(recording.only().toString())
        .isEqualTo(
            "{\"time\":1.5,\"name\":\"myrelay:miss\",\"data\":{\"z\":[1,[],{\"deep\":true}],"
                + "\"a \\\"name\\\"\\n\":\"text\\u0000\",\"nothing\":null}}");
  }

  @ParameterizedTest
  @EnumSource
  void anEventOfTheCatalogueHasTheNameOfTheProfile(Profile profile) {
    Recording recording =
        Recording.of(
            directory,
            builder -> builder.profile(profile),
            trace -> {
              trace.record(START, QlogRecord.of(EventType.PACKET_LOST, Map.of("trigger", "x")));
              trace.record(START, QlogRecord.of("RECOVERY:PACKET_LOST", Map.of()));
            });
    assertThat(recording.events())
        .allSatisfy(
            event ->
                assertThat(event.get("name").asText())
                    .isEqualTo(EventType.PACKET_LOST.qlogName(profile)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a:b:c", "my relay:caf\u00e9", "generic:unheard_of", "http3:x"})
  void otherNamesAreKept(String name) {
    Recording recording = record(trace -> trace.record(START, QlogRecord.of(name, Map.of("a", 1))));
    assertThat(recording.only().get("name").asText()).isEqualTo(name);
    assertThat(recording.data()).isEqualTo(json("{'a':1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "name", ":type", "namespace:"})
  void aNameThatIsNotOneIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QlogRecord.of(name, Map.of()))
        .withMessageContaining("namespace:type");
  }

  @Test
  void aRecordNeedsANameAndData() {
    assertThatNullPointerException().isThrownBy(() -> QlogRecord.of((String) null, Map.of()));
    assertThatNullPointerException().isThrownBy(() -> QlogRecord.of("a:b", null));
  }

  @Test
  void numbersKeepTheirValues() {
    BigInteger large = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    assertThat(value(large).bigIntegerValue()).isEqualTo(large);
    assertThat(value(BigInteger.TEN.pow(400)).bigIntegerValue()).isEqualTo(BigInteger.TEN.pow(400));
    assertThat(value(new BigDecimal("3.25")).decimalValue()).isEqualByComparingTo("3.25");
    assertThat(value(Long.MIN_VALUE).longValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(value(Byte.MIN_VALUE).intValue()).isEqualTo(-128);
    assertThat(value((short) -3).intValue()).isEqualTo(-3);
    assertThat(value(0.1).doubleValue()).isEqualTo(0.1);
    assertThat(value(0.5f).doubleValue()).isEqualTo(0.5);
    assertThat(value(new AtomicLong(Long.MAX_VALUE)).longValue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatIsNoNumberInJsonIsNull() {
    assertThat(value(Double.NaN).isNull()).isTrue();
    assertThat(value(Double.NEGATIVE_INFINITY).isNull()).isTrue();
    assertThat(value(Float.NaN).isNull()).isTrue();
    assertThat(value(new BigDecimal("1e999")).isNull()).isTrue();
  }

  @Test
  void otherValuesAreTexts() {
    assertThat(value('c').textValue()).isEqualTo("c");
    assertThat(value(EventType.PACKET_LOST).textValue()).isEqualTo("PACKET_LOST");
    assertThat(value(new StringBuilder("built")).textValue()).isEqualTo("built");
    assertThat(value(Path.of("a", "b")).isTextual()).isTrue();
    assertThat(value(Set.of(1)).isArray()).isTrue();
  }

  @Test
  void whatIsChangedLaterIsNotInTheRecord() {
    List<Object> list = new ArrayList<>(List.of(1));
    StringBuilder text = new StringBuilder("before");
    Map<String, Object> data = new HashMap<>(Map.of("list", list, "text", text));
    QlogRecord record = QlogRecord.of("a:b", data);
    list.add(2);
    text.append(" and after");
    data.clear();
    assertThat(record(trace -> trace.record(START, record)).data())
        .isEqualTo(json("{'list':[1],'text':'before'}"));
  }

  @Test
  void aMemberWithoutANameDoesNoHarm() {
    Map<String, Object> data = new HashMap<>();
    data.put(null, new HashMap<>(data));
    data.put("inner", Collections.singletonMap(null, 1));
    assertThat(record(trace -> trace.record(START, QlogRecord.of("a:b", data))).data())
        .isEqualTo(json("{'null':{},'inner':{'null':1}}"));
  }

  @Test
  @Timeout(20)
  void dataThatContainsItselfDoesNoHarm() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    List<Object> list = new ArrayList<>();
    list.add(list);
    map.put("list", list);
    assertStaysUsable(QlogRecord.of("a:b", Map.of("loop", list)));
    assertStaysUsable(QlogRecord.of("a:b", map));
  }

  @Test
  @Timeout(20)
  void deepDataDoesNoHarm() {
    Object value = 1;
    for (int i = 0; i < 100_000; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("m", value);
    }
    assertStaysUsable(QlogRecord.of("a:b", Map.of("deep", value)));
  }

  @Test
  @Timeout(20)
  void dataThatNamesTheSamePartsOverAndOverDoesNoHarm() {
    Object value = 1;
    for (int i = 0; i < 40; i++) {
      value = Arrays.asList(value, value, value);
    }
    assertStaysUsable(QlogRecord.of("a:b", Map.of("wide", value)));
  }

  /** The record itself may be dropped, but what comes after it is written. */
  private void assertStaysUsable(QlogRecord record) {
    QlogTrace trace;
    try (QlogRecorder recorder = Recording.builder(directory).build()) {
      trace = recorder.open(ConnectionInfo.server(Recording.CONNECTION_ID));
      trace.record(START, record);
      trace.record(START, QlogRecord.of("a:after", Map.of()));
      trace.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text;
    try {
      text = Files.readString(trace.path().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(Recording.parsed(text).at("/traces/0/events").findValuesAsText("name"))
        .contains("a:after");
  }
}
