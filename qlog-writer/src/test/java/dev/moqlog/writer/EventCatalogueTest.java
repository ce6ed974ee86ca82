package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.FieldKind;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.Privacy;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.vocabulary.Structure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalogue promises about each event, and that it can be written. */
class EventCatalogueTest {

  private static final List<EventType> EVENTS =
      Arrays.stream(EventType.values()).filter(type -> type != EventType.OTHER).toList();

  @TempDir Path directory;

  static List<Arguments> profilesAndFormats() {
    return Arrays.stream(Profile.values())
        .flatMap(
            profile ->
                Arrays.stream(TraceFormat.values()).map(format -> Arguments.of(profile, format)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void everyEventIsWrittenWithAllItsFields(Profile profile, TraceFormat format) {
    Set<Privacy> written =
        EnumSet.of(Privacy.PUBLIC, Privacy.ADDRESS, Privacy.IDENTIFIER, Privacy.NAME);
    check(profile, written, builder -> builder.format(format).addresses(AddressPolicy.FULL));
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void undisclosedFieldsAreLeftOutOfEveryEvent(Profile profile, TraceFormat format) {
    check(
        profile,
        EnumSet.of(Privacy.PUBLIC),
        builder ->
            builder
                .format(format)
                .addresses(AddressPolicy.NONE)
                .identifiers(NamePolicy.NONE)
                .names(NamePolicy.NONE));
  }

  @ParameterizedTest
  @MethodSource("profilesAndFormats")
  void hashesStandInTheSamePlaces(Profile profile, TraceFormat format) {
    check(
        profile,
        EnumSet.of(Privacy.PUBLIC, Privacy.IDENTIFIER, Privacy.NAME),
        builder ->
            builder
                .format(format)
                .addresses(AddressPolicy.HASH)
                .identifiers(NamePolicy.HASH)
                .names(NamePolicy.HASH));
  }

  private void check(
      Profile profile, Set<Privacy> written, Consumer<QlogRecorderBuilder> settings) {
    Recording recording =
        Recording.of(
            directory,
            builder -> settings.accept(builder.profile(profile)),
            trace -> EVENTS.forEach(type -> fill(trace.event(type, Recording.START), type)));
    assertThat(recording.events()).hasSameSizeAs(EVENTS);
    for (int i = 0; i < EVENTS.size(); i++) {
      EventType type = EVENTS.get(i);
      JsonNode event = recording.events().get(i);
      assertThat(event.get("name").asText()).isEqualTo(type.qlogName(profile));
      assertThat(Recording.namesOf(event)).containsExactly("time", "name", "data");
      List<Field> expected =
          type.fields().stream()
              .filter(field -> field.qlogName(profile) != null)
              .filter(field -> written.contains(field.privacy()))
              .toList();
      assertThat(Recording.namesOf(event.get("data")))
          .as(type.qlogName())
          .isEqualTo(expected.stream().map(field -> field.qlogName(profile)).toList());
      expected.forEach(
          field -> checkKind(field.kind(), event.get("data").get(field.qlogName(profile))));
    }
  }

  private static void fill(FieldsEvent event, EventType type) {
    for (Field field : type.fields()) {
      switch (field.kind()) {
        case NUMBER, COUNT, BYTES, BITS_PER_SECOND -> event.put(field, 7);
        case MILLIS -> event.put(field, 1_500_000);
        case BOOLEAN -> event.put(field, true);
        case TEXT -> event.put(field, "word");
        case HEX -> event.put(field, new byte[] {(byte) 0xab});
        case LIST -> event.put(field, List.of("one", "two"));
        case OBJECT -> event.open(field).put(Field.CODE, 1).close();
      }
    }
    event.commit();
  }

  private static void checkKind(FieldKind kind, JsonNode value) {
    switch (kind) {
      case NUMBER, COUNT, BYTES, BITS_PER_SECOND -> assertThat(value.asLong()).isEqualTo(7);
      case MILLIS -> assertThat(value.decimalValue()).isEqualByComparingTo("1.5");
      case BOOLEAN -> assertThat(value.booleanValue()).isTrue();
      case TEXT, HEX -> assertThat(value.isTextual()).isTrue();
      case LIST -> assertThat(value.isArray()).isTrue();
      case OBJECT -> assertThat(value).isEqualTo(Recording.json("{'code':1}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void fieldNamesAreUniqueInEveryEventFrameAndMessage(Profile profile) {
    for (EventType type : EventType.values()) {
      checkUnique(type.fields(), profile, type.qlogName());
    }
    for (FrameType type : FrameType.values()) {
      checkUnique(type.fields(), profile, type.qlogName());
      assertThat(names(type.fields(), profile)).doesNotContain("frame_type");
    }
    for (ControlMessageType type : ControlMessageType.values()) {
      checkUnique(type.fields(), profile, type.qlogName());
      assertThat(names(type.fields(), profile)).doesNotContain("type");
    }
  }

  private static void checkUnique(List<Field> fields, Profile profile, String of) {
    assertThat(names(fields, profile)).as(of).doesNotHaveDuplicates();
  }

  private static List<String> names(List<Field> fields, Profile profile) {
    return fields.stream().map(field -> field.qlogName(profile)).filter(Objects::nonNull).toList();
  }

  @Test
  void everyFieldIsUsedSomewhere() {
    EnumSet<Field> unused = EnumSet.allOf(Field.class);
    // What a frame or message is, stands in each of them beside the fields it lists.
    unused.removeAll(Set.of(Field.FRAME_TYPE, Field.MESSAGE_TYPE));
    Stream.of(
            Arrays.stream(EventType.values()).map(EventType::fields),
            Arrays.stream(FrameType.values()).map(FrameType::fields),
            Arrays.stream(ControlMessageType.values()).map(ControlMessageType::fields),
            Arrays.stream(Structure.values()).map(Structure::fields))
        .flatMap(lists -> lists)
        .forEach(unused::removeAll);
    assertThat(unused).isEmpty();
  }

  @Test
  void everyFieldHasANameInOneProfileAtLeast() {
    for (Field field : Field.values()) {
      List<String> names =
          Arrays.stream(Profile.values()).map(field::qlogName).filter(Objects::nonNull).toList();
      assertThat(names).as(field.name()).isNotEmpty().allMatch(name -> name.matches("[a-z_0-9]+"));
    }
  }
}
