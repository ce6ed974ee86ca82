package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Privacy;
import dev.moqlog.vocabulary.Profile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets and content that are given by every way there is, and must not be in any file. */
class PrivacyTest {

  private static final String CANARY = "canary-bird-of-yellow-feathers";
  private static final byte[] CANARY_BYTES = CANARY.getBytes(StandardCharsets.US_ASCII);
  private static final long CANARY_NUMBER = 7_351_902_846_113L;

  @TempDir Path directory;

  private List<JsonNode> recordWithoutTrace(Profile profile, Consumer<QlogTrace> events) {
    Recording recording =
        Recording.of(
            directory,
            builder ->
                builder.profile(profile).addresses(AddressPolicy.FULL).sampleSeed(CANARY_BYTES),
            events);
    assertThat(recording.text().toLowerCase(Locale.ROOT))
        .doesNotContain(CANARY)
        .doesNotContain(HexFormat.of().formatHex(CANARY_BYTES))
        .doesNotContain(Long.toString(CANARY_NUMBER));
    return recording.events();
  }

  private static boolean isNeverWritten(Field field) {
    return field.privacy() == Privacy.SECRET || field.privacy() == Privacy.PAYLOAD;
  }

  @ParameterizedTest
  @EnumSource
  void noFieldOfASecretOrOfContentIsWrittenWhateverItIsGiven(Profile profile) {
    List<JsonNode> events =
        recordWithoutTrace(
            profile,
            trace -> {
              for (Field field : Field.values()) {
                if (isNeverWritten(field)) {
                  trace
                      .event(EventType.PACKET_SENT, START)
                      .put(field, CANARY)
                      .put(field, CANARY_BYTES)
                      .put(field, CANARY_NUMBER)
                      .put(field, (double) CANARY_NUMBER)
                      .put(field, List.of(CANARY))
                      .open(field)
                      .put(Field.REASON, CANARY)
                      .put(Field.PACKET_NUMBERS, List.of(CANARY))
                      .rawLength(CANARY_NUMBER)
                      .open(Field.DETAILS)
                      .put(Field.CODE, CANARY_NUMBER)
                      .close()
                      .close()
                      .put(Field.TRIGGER, "after")
                      .commit();
                }
              }
            });
    assertThat(events)
        .isNotEmpty()
        .allSatisfy(
            event ->
                assertThat(event.get("data")).isEqualTo(Recording.json("{'trigger':'after'}")));
  }

  @ParameterizedTest
  @EnumSource
  void contentIsNotWrittenInPlaceOfItsSize(Profile profile) {
    recordWithoutTrace(
        profile,
        trace -> {
          for (Field field : List.of(Field.RAW, Field.OBJECT_PAYLOAD)) {
            trace
                .event(EventType.OBJECT_DATAGRAM_PARSED, START)
                .put(field, CANARY)
                .put(field, CANARY_BYTES)
                .commit();
            for (String name : List.of("quic:packet_sent", "myrelay:event")) {
              trace.record(
                  START, QlogRecord.of(name, Map.of(field.qlogName(Profile.IETF), CANARY)));
            }
          }
        });
  }

  /** Data with a secret under each of the names that give one away. */
  private static Map<String, Object> secrets() {
    Map<String, Object> data = new LinkedHashMap<>();
    for (String name :
        List.of(
            "token",
            "Token",
            "access_token",
            "retry_token",
            "stateless_reset_token",
            "preferred_stateless_reset_token",
            "authorization",
            "Authorization",
            "authorization_token",
            "token_value",
            "tokens",
            "client_secret",
            "server_1rtt_secret",
            "PASSWORD",
            "private_key",
            "api_key",
            "cookie",
            "set-cookie",
            "credentials")) {
      data.put(name, CANARY);
    }
    data.put("raw", Map.of("length", 5, "data", CANARY, "DATA", CANARY));
    data.put("object_payload", Map.of("length", 5, "data", CANARY));
    return data;
  }

  private static Map<String, Object> wrapped(Map<String, Object> secrets) {
    Map<String, Object> data = new LinkedHashMap<>(secrets);
    data.put("frames", List.of(Map.of("frame_type", "new_token", "inner", secrets), secrets));
    data.put("raw", List.of(Map.of("data", CANARY), Map.of("length", 1)));
    data.put("token", List.of(Map.of("x", CANARY)));
    data.put("authorization", Map.of("x", Map.of("y", CANARY)));
    data.put("list", List.of(List.of(List.of(secrets))));
    return data;
  }

  @ParameterizedTest
  @EnumSource
  void noRecordShowsWhatItsNamesCallASecret(Profile profile) {
    List<JsonNode> events =
        recordWithoutTrace(
            profile,
            trace -> {
              for (EventType type : EventType.values()) {
                if (type != EventType.OTHER) {
                  trace.record(START, QlogRecord.of(type, secrets()));
                  trace.record(START, QlogRecord.of(type, wrapped(secrets())));
                }
              }
              trace.record(START, QlogRecord.of("myrelay:event", secrets()));
              trace.record(START, QlogRecord.of("myrelay:event", wrapped(secrets())));
            });
    assertThat(events).hasSize(2 * EventType.values().length);
  }

  @ParameterizedTest
  @EnumSource
  void noRecordOfTheCatalogueShowsWhatTheCatalogueDoesNot(Profile profile) {
    recordWithoutTrace(
        profile,
        trace -> {
          for (EventType type : EventType.values()) {
            for (Field field : type.fields()) {
              for (Profile names : Profile.values()) {
                String name = field.qlogName(names);
                if (name != null && isNeverWritten(field)) {
                  for (Object value :
                      List.of(CANARY, CANARY_NUMBER, List.of(CANARY), Map.of("x", CANARY))) {
                    trace.record(START, QlogRecord.of(type, Map.of(name, value)));
                  }
                }
              }
            }
          }
          for (String name : List.of("properties", "track_properties", "PROPERTIES")) {
            Map<String, Object> message = Map.of("type", "publish", name, List.of(CANARY));
            trace.record(
                START, QlogRecord.of(EventType.CONTROL_MESSAGE_PARSED, Map.of("message", message)));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void anAuthorizationTokenIsNoParameterThatIsShown(Profile profile) {
    recordWithoutTrace(
        profile,
        trace -> {
          for (ControlMessageType type : ControlMessageType.values()) {
            trace
                .moq()
                .controlMessageParsed(START, 0, type)
                .parameter("authorization_token", CANARY_NUMBER)
                .parameter("AUTHORIZATION_TOKEN", CANARY_NUMBER)
                .commit();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void undisclosedNamesAreInNoTextOfAnyKind(Profile profile) {
    Recording recording =
        Recording.of(
            directory,
            builder -> builder.profile(profile).names(NamePolicy.NONE),
            ConnectionInfo.server(Recording.CONNECTION_ID).withTitle(CANARY),
            trace -> allNames(trace));
    assertThat(recording.text()).doesNotContain(CANARY);
    assertThat(recording.trace().has("title")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void hashesStandForNamesOfAnyKind(Profile profile) {
    Recording recording =
        Recording.of(
            directory,
            builder -> builder.profile(profile).names(NamePolicy.HASH).sampleSeed("seed"),
            ConnectionInfo.server(Recording.CONNECTION_ID).withTitle(CANARY),
            trace -> allNames(trace));
    String hash = recording.trace().get("title").asText();
    assertThat(hash).matches("[0-9a-f]{16}");
    assertThat(recording.text()).doesNotContain(CANARY);
    assertThat(recording.events().stream().filter(event -> event.toString().contains(hash)).count())
        .isEqualTo(recording.events().size());
  }

  private static void allNames(QlogTrace trace) {
    List<String> names = List.of(CANARY, CANARY);
    MoqEvents moq = trace.moq();
    trace.connection().closed(START, true, true, 1, CANARY, null);
    trace.packetSent(START, PacketType.ONE_RTT, 1).connectionClose(true, 1, CANARY).commit();
    trace.log(START, EventType.LOGLEVEL_ERROR, CANARY);
    moq.controlMessageParsed(START, 0, ControlMessageType.SUBSCRIBE)
        .trackNamespace(names)
        .trackName(CANARY)
        .commit();
    moq.controlMessageParsed(START, 0, ControlMessageType.SUBSCRIBE_NAMESPACE)
        .trackNamespacePrefix(names)
        .commit();
    moq.controlMessageParsed(START, 0, ControlMessageType.NAMESPACE)
        .trackNamespaceSuffix(names)
        .commit();
    moq.controlMessageParsed(START, 0, ControlMessageType.FETCH)
        .standaloneFetch(names, CANARY, 1, 2, 3, 4)
        .commit();
    moq.controlMessageParsed(START, 0, ControlMessageType.REQUEST_ERROR)
        .error(1, 2, CANARY)
        .commit();
    moq.controlMessageParsed(START, 0, ControlMessageType.PUBLISH_DONE).done(1, 2, CANARY).commit();
    trace.record(START, QlogRecord.of(EventType.LOGLEVEL_INFO, Map.of("message", CANARY)));
  }

  private String hashOf(String name, String seed) {
    Recording recording =
        Recording.of(
            directory,
            builder -> {
              builder.names(NamePolicy.HASH);
              if (seed != null) {
                builder.sampleSeed(seed);
              }
            },
            trace -> {
              trace.log(START, EventType.LOGLEVEL_INFO, name);
              trace.log(START, EventType.LOGLEVEL_INFO, new StringBuilder(name));
            });
    List<String> hashes = new ArrayList<>();
    recording.events().forEach(event -> hashes.add(event.at("/data/message").asText()));
    assertThat(hashes.get(1)).isEqualTo(hashes.get(0)).isNotEqualTo(name);
    return hashes.get(0);
  }

  @Test
  void hashesCanBeComparedIfTheSeedIsTheSame() {
    assertThat(hashOf("name", "seed")).isEqualTo(hashOf("name", "seed"));
    assertThat(hashOf("name", "seed")).isNotEqualTo(hashOf("nane", "seed"));
    assertThat(hashOf("name", "seed")).isNotEqualTo(hashOf("name", "other seed"));
    assertThat(hashOf("name", null)).isNotEqualTo(hashOf("name", null));
    assertThat(hashOf("name", "")).isNotEqualTo(hashOf("name", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HASH", "NONE"})
  void numbersDoNotGetAroundAHash(String policy) {
    Recording recording =
        Recording.of(
            directory,
            builder ->
                builder
                    .names(NamePolicy.valueOf(policy))
                    .identifiers(NamePolicy.valueOf(policy))
                    .addresses(AddressPolicy.NONE),
            trace ->
                trace
                    .event(EventType.CONNECTION_ID_UPDATED, START)
                    .put(Field.NEW_CONNECTION_ID, CANARY_NUMBER)
                    .put(Field.REASON, CANARY_NUMBER)
                    .put(Field.SRC_PORT, CANARY_NUMBER)
                    .commit());
    assertThat(recording.data()).isEmpty();
  }
}
