package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.analyze;
import static dev.moqlog.analyzer.Qlogs.only;
import static dev.moqlog.analyzer.Qlogs.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.analyzer.MoqSession.Form;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.vocabulary.VantagePoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same session has the same numbers, whatever draft or stack logged it. */
class MoqDialectsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void theSessionHasItsNumbersInEveryForm(Form form) {
    MoqSession.expect(only(analyze(MoqSession.log(form))));
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfMembersDoesNotMatter(Form form) throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      List<String> records = new ArrayList<>();
      if (form != Form.MOXYGEN) {
        records.add(Qlogs.HEADER);
      }
      for (String event : MoqSession.events(form)) {
        ObjectNode node = (ObjectNode) JSON.readTree(event);
        if (form == Form.MOXYGEN) {
          node.put("vantagePoint", "client");
          node.put("time", String.valueOf(Math.round(node.get("time").asDouble() * 1e6) + 3));
        }
        records.add(JSON.writeValueAsString(shuffled(node, random)));
      }
      MoqSession.expect(only(analyze(sequence(records.toArray(String[]::new)))));
    }
  }

  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node.isObject()) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
      Collections.shuffle(members, random);
      ObjectNode copy = JSON.createObjectNode();
      members.forEach(member -> copy.set(member.getKey(), shuffled(member.getValue(), random)));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JSON.createArrayNode();
      node.forEach(element -> copy.add(shuffled(element, random)));
      return copy;
    }
    return node;
  }

  @ParameterizedTest
  @EnumSource
  void containersAndUnitsDoNotMatter(Form form) {
    if (form == Form.MOXYGEN) {
      return;
    }
    List<String> events = MoqSession.events(form);
    MoqSession.expect(only(analyze(String.join("\n", with(Qlogs.HEADER, events)) + "\n")));
    String contained =
        "{\"qlog_version\":\"0.3\",\"traces\":[{\"vantage_point\":{\"type\":\"client\"},"
            + "\"common_fields\":{\"time_format\":\"relative\",\"reference_time\":0},\"events\":["
            + String.join(",", events)
            + "]}]}";
    MoqSession.expect(only(analyze(contained)));
    // Arrays, in microseconds.
    StringBuilder arrays = new StringBuilder();
    for (String event : events) {
      int name = event.indexOf("moqt:") + 5;
      int data = event.indexOf("\"data\":") + 7;
      arrays
          .append(arrays.isEmpty() ? "" : ",")
          .append("[")
          .append((long) (MoqSession.time(event) * 1000))
          .append(",\"moqt\",\"")
          .append(event, name, event.indexOf('"', name))
          .append("\",")
          .append(event, data, event.length() - 1)
          .append("]");
    }
    String draft01 =
        "{\"qlog_version\":\"draft-01\",\"traces\":[{\"vantage_point\":{\"type\":\"client\"},"
            + "\"configuration\":{\"time_units\":\"us\"},"
            + "\"event_fields\":[\"relative_time\",\"category\",\"event\",\"data\"],"
            + "\"common_fields\":{\"reference_time\":0},\"events\":["
            + arrays
            + "]}]}";
    MoqSession.expect(only(analyze(draft01)));
  }

  private static List<String> with(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  @Test
  void moxygensTicksAreNanosecondsOrMicroseconds() {
    ConnectionSummary nanos = only(analyze(MoqSession.moxygenLog(1_000_000)));
    MoqSession.expect(nanos);
    assertThat(nanos.corrections()).containsExactly("time_in_nanoseconds");
    assertThat(nanos.producer()).contains("moxygen");
    assertThat(nanos.vantagePoint()).isEqualTo(VantagePoint.CLIENT);
    ConnectionSummary micros = only(analyze(MoqSession.moxygenLog(1000)));
    MoqSession.expect(micros);
    assertThat(micros.corrections()).containsExactly("time_in_microseconds");
    assertThat(micros.durationNanos()).hasValue(MoqSession.millis(500));
  }

  @Test
  void burstsTellTheUnitOfTicks() {
    assertThat(only(analyze(bursts(1_000_003, 1_800))).corrections())
        .containsExactly("time_in_nanoseconds");
    assertThat(only(analyze(bursts(1_003, 2))).corrections())
        .containsExactly("time_in_microseconds");
  }

  /** Events that come in pairs, so many ticks apart. */
  private static String bursts(long between, long within) {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      log.append(
          "{\"data\":{\"streamId\":\"3\",\"objectId\":\"%d\"},\"name\":\"moqt:subgroup_object_parsed\",\"time\":\"%d\",\"vantagePoint\":\"server\"}\n"
              .formatted(i, 77 + i / 2 * between + i % 2 * within));
    }
    return log.toString();
  }

  @Test
  void aPayloadOfAnyBytesInATextIsRead() {
    String log = MoqSession.log(Form.MOXYGEN).replace("x".repeat(50), "\u00ff".repeat(50));
    MoqSession.expect(only(analyze(log.getBytes(StandardCharsets.ISO_8859_1))));
  }

  @Test
  void aShortLogWithTicksIsNotHeldBack() {
    String event =
        """
        {
          "data": {
            "message": {"type": "client_setup", "supportedVersions": [1]},
            "streamId": "0"
          },
          "name": "moqt:control_message_created",
          "time": "5000000",
          "vantagePoint": "server"
        }
        """;
    ConnectionSummary connection = only(analyze(event));
    assertThat(connection.events()).isEqualTo(1);
    assertThat(connection.moq().orElseThrow().messages())
        .containsExactly(new MoqSummary.Messages("client_setup", 1, 0));
    assertThat(connection.vantagePoint()).isEqualTo(VantagePoint.SERVER);
  }

  @Test
  void mistakesOfStacksArePutRightAndListed() {
    assertThat(only(analyze(MoqSession.log(Form.IMQUIC))).corrections())
        .containsExactly("moq_subgroup_id_copied");
    assertThat(only(analyze(MoqSession.log(Form.MOQ_RS))).corrections())
        .containsExactly("moq_stream_id_placeholder");
    for (Form form : List.of(Form.DRAFT_00, Form.DRAFT_03, Form.DRAFT_05, Form.DRAFT_07)) {
      assertThat(only(analyze(MoqSession.log(form))).corrections()).isEmpty();
    }
  }

  @Test
  void theDraftIsTheOneThatWasNegotiated() {
    assertThat(only(analyze(MoqSession.log(Form.DRAFT_00))).moq().orElseThrow().draft())
        .hasValue(10);
    assertThat(only(analyze(MoqSession.log(Form.DRAFT_07))).moq().orElseThrow().draft()).isEmpty();
  }
}
