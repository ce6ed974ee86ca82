package dev.moqlog.analyzer.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whoever adds a field to an event has to add it to what copies and compares events. */
class EventNumbersTest {

  /** Not what an event says, or lists that have tests of their own. */
  private static final Set<String> OTHERS =
      Set.of("offset", "timeNanos", "touched", "numbers", "numberCount");

  private final QlogEvent event = new QlogEvent();

  EventNumbersTest() {
    event.clear();
  }

  /** All fields of an event but those of its frames, with the object that has them. */
  private static List<Supplier<Object>> owners(QlogEvent event) {
    return List.of(
        () -> event,
        () -> event.packet,
        () -> event.recovery,
        () -> event.parameters,
        () -> event.close,
        () -> event.detail,
        () -> event.moq);
  }

  private static List<Field> fields(Object owner) {
    List<Field> fields = new ArrayList<>();
    for (Field field : owner.getClass().getDeclaredFields()) {
      boolean group = field.getType().getSimpleName().matches(".*Fields|FrameList");
      if (!Modifier.isStatic(field.getModifiers()) && !group && !OTHERS.contains(field.getName())) {
        fields.add(field);
      }
    }
    return fields;
  }

  @Test
  void everyFieldIsComparedAndCopied() throws IllegalAccessException {
    int count = 0;
    for (int group = 0; group < owners(event).size(); group++) {
      for (Field field : fields(owners(event).get(group).get())) {
        QlogEvent changed = new QlogEvent();
        changed.clear();
        changed.touch();
        field.set(owners(changed).get(group).get(), other(field));
        QlogEvent copy = new QlogEvent();
        assertThat(changed.like(event)).as("%s is compared", field).isFalse();
        copy.set(changed);
        assertThat(field.get(owners(copy).get(group).get()))
            .as("%s is copied", field)
            .isEqualTo(other(field));
        assertThat(changed.like(copy)).as("%s is copied alone", field).isTrue();
        copy.clear();
        assertThat(copy.like(event)).as("%s is cleared", field).isTrue();
        count++;
      }
    }
    assertThat(count).isGreaterThan(100);
  }

  private static Object other(Field field) {
    Class<?> type = field.getType();
    if (type == long.class) {
      return 5L;
    }
    if (type == boolean.class) {
      // Only an event that was cleared is empty.
      return !field.getName().equals("empty");
    }
    return type == String.class ? "x" : type.getEnumConstants()[1];
  }

  @Test
  void numbersHavePlacesOfTheirOwn() throws IllegalAccessException {
    QlogEvent full = new QlogEvent();
    full.touch();
    long next = 1;
    for (Supplier<Object> owner : owners(full)) {
      for (Field field : fields(owner.get())) {
        if (field.getType() == long.class) {
          field.setLong(owner.get(), next++);
        }
      }
    }
    long[] numbers = LongStream.of(EventNumbers.of(full)).filter(i -> i > 0).toArray();
    assertThat(numbers).hasSize((int) next - 1).doesNotHaveDuplicates();
  }

  @Test
  void framesAreComparedAndCopied() {
    event.frames.logged = true;
    for (int i = 0; i < 40; i++) {
      event.frames.add();
      event.frames.setStreamId(i);
      event.frames.addRange(i, i + 3);
    }
    QlogEvent copy = new QlogEvent();
    copy.set(event);
    assertThat(copy.like(event)).isTrue();
    assertThat(copy.frames.rangeLast(39)).isEqualTo(42);
    copy.frames.setFin(true);
    assertThat(copy.like(event)).isFalse();
    copy.set(event);
    copy.frames.addRange(50, 51);
    assertThat(copy.like(event)).isFalse();
    copy.set(event);
    copy.packet.addNumber(3);
    assertThat(copy.like(event)).isFalse();
  }
}
