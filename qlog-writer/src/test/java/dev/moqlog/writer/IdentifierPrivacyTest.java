package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of connection ids is written: in events, in the header, and in the file's path. */
class IdentifierPrivacyTest {

  private static final String ID = "8394c8f0";

  @TempDir Path directory;

  private Recording record(NamePolicy policy, Profile profile, ConnectionInfo connection) {
    return Recording.of(
        directory,
        builder -> builder.profile(profile).identifiers(policy).sampleSeed("seed"),
        connection,
        trace -> {
          byte[] id = Recording.CONNECTION_ID;
          trace
              .packetSent(START, PacketType.INITIAL, 1)
              .dcid(id)
              .scid(id)
              .newConnectionId(1, 0, id)
              .commit();
          trace.connection().connectionIdUpdated(START, true, id, id);
          trace
              .connection()
              .parametersSet(START, true)
              .put(Field.ORIGINAL_DESTINATION_CONNECTION_ID, id)
              .put(Field.INITIAL_SOURCE_CONNECTION_ID, ID)
              .commit();
          trace.record(
              START,
              QlogRecord.of(
                  EventType.PACKET_DROPPED,
                  Map.of(
                      "header", Map.of("dcid", ID, "scid", List.of(ID)),
                      "details", Map.of("connection_ids", List.of(ID), "odcid", ID))));
        });
  }

  private Recording record(NamePolicy policy, Profile profile) {
    return record(policy, profile, ConnectionInfo.server(Recording.CONNECTION_ID));
  }

  private static String directoryOf(Recording recording) {
    return recording.file().getParent().getFileName().toString();
  }

  @ParameterizedTest
  @EnumSource
  void inFull(Profile profile) {
    Recording recording = record(NamePolicy.FULL, profile);
    assertThat(directoryOf(recording)).isEqualTo(ID);
    assertThat(recording.commonFields().get("group_id").asText()).isEqualTo(ID);
    assertThat(recording.commonFields().get("ODCID").asText()).isEqualTo(ID);
    assertThat(recording.events().get(0).at("/data/header/dcid").asText()).isEqualTo(ID);
    assertThat(recording.events().get(1).at("/data/new").asText()).isEqualTo(ID);
    assertThat(recording.events().get(3).at("/data/details/connection_ids/0").asText())
        .isEqualTo(ID);
  }

  @ParameterizedTest
  @EnumSource
  void oneHashStandsForAnIdWhereverItIs(Profile profile) {
    Recording recording = record(NamePolicy.HASH, profile);
    String hash = directoryOf(recording);
    assertThat(hash).matches("[0-9a-f]{16}");
    assertThat(recording.text()).doesNotContain(ID);
    assertThat(recording.commonFields().get("group_id").asText()).isEqualTo(hash);
    assertThat(recording.commonFields().get("ODCID").asText()).isEqualTo(hash);
    JsonNode packet = recording.events().get(0).get("data");
    assertThat(packet.at("/header/dcid").asText()).isEqualTo(hash);
    assertThat(packet.at("/header/scid").asText()).isEqualTo(hash);
    assertThat(packet.at("/frames/0/connection_id").asText()).isEqualTo(hash);
    assertThat(recording.events().get(1).at("/data/old").asText()).isEqualTo(hash);
    JsonNode parameters = recording.events().get(2).get("data");
    assertThat(parameters.get("original_destination_connection_id").asText()).isEqualTo(hash);
    assertThat(parameters.get("initial_source_connection_id").asText()).isEqualTo(hash);
    assertThat(recording.events().get(3).at("/data/header/dcid").asText()).isEqualTo(hash);
  }

  @ParameterizedTest
  @EnumSource
  void notAtAll(Profile profile) {
    Recording first = record(NamePolicy.NONE, profile);
    Recording second = record(NamePolicy.NONE, profile);
    assertThat(first.text()).doesNotContain(ID);
    assertThat(Recording.namesOf(first.commonFields())).doesNotContain("group_id", "ODCID");
    assertThat(directoryOf(first)).isNotEqualTo(ID).isNotEqualTo(directoryOf(second));
    assertThat(Recording.namesOf(first.events().get(0).at("/data/header")))
        .containsExactly("packet_type", "packet_number");
    assertThat(first.events().get(0).at("/data/frames/0").has("connection_id")).isFalse();
    assertThat(first.events().get(1).get("data").has("new")).isFalse();
  }

  @Test
  void theIdOfTheApplicationIsOneToo() {
    ConnectionInfo connection =
        ConnectionInfo.server(Recording.CONNECTION_ID).withApplicationId("canary-7");
    for (NamePolicy policy : List.of(NamePolicy.HASH, NamePolicy.NONE)) {
      Recording recording = record(policy, Profile.QVIS, connection);
      assertThat(recording.text()).doesNotContain("canary-7").doesNotContain(ID);
      assertThat(recording.file().toString()).doesNotContain("canary-7").doesNotContain(ID);
    }
    Recording full = record(NamePolicy.FULL, Profile.QVIS, connection);
    assertThat(directoryOf(full)).isEqualTo("canary-7");
    assertThat(full.commonFields().get("group_id").asText()).isEqualTo("canary-7");
    assertThat(full.commonFields().get("ODCID").asText()).isEqualTo(ID);
  }

  @Test
  void theHeaderSaysWhatWasHidden() {
    JsonNode writer =
        Recording.of(
                directory,
                builder ->
                    builder
                        .addresses(AddressPolicy.HASH)
                        .identifiers(NamePolicy.NONE)
                        .names(NamePolicy.HASH),
                trace -> trace.connection().spinBitUpdated(START, true))
            .trace()
            .get("moqlog");
    assertThat(writer.get("addresses").asText()).isEqualTo("hash");
    assertThat(writer.get("identifiers").asText()).isEqualTo("none");
    assertThat(writer.get("names").asText()).isEqualTo("hash");
  }
}
