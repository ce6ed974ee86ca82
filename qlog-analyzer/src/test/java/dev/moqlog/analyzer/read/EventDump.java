package dev.moqlog.analyzer.read;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Every field of an event, and of all that belongs to it, as one line of text. */
final class EventDump {

  private static final List<Field> EVENT = fields(QlogEvent.class);
  private static final List<Field> PACKET = fields(PacketFields.class);
  private static final List<Field> RECOVERY = fields(RecoveryFields.class);
  private static final List<Field> PARAMETERS = fields(ParameterFields.class);
  private static final List<Field> CLOSE = fields(CloseFields.class);
  private static final List<Field> DETAIL = fields(DetailFields.class);
  private static final List<Field> MOQ = fields(MoqFields.class);
  private static final List<Field> FRAMES = fields(FrameList.class);

  private EventDump() {}

  /** All but how a field group remembers what it has to clear or has counted. */
  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())
          && !field.getName().equals("touched")
          && !field.getName().equals("typeBits")
          && !field.getType().getSimpleName().endsWith("Fields")
          && field.getType() != FrameList.class) {
        field.setAccessible(true);
        fields.add(field);
      }
    }
    return fields;
  }

  /** Appends an event and a line feed. */
  static void append(QlogEvent event, StringBuilder into) {
    try {
      append(event, EVENT, 0, 0, into);
      append(event.packet, PACKET, event.packet.numberCount(), 0, into);
      append(event.recovery, RECOVERY, 0, 0, into);
      append(event.parameters, PARAMETERS, 0, 0, into);
      append(event.close, CLOSE, 0, 0, into);
      append(event.detail, DETAIL, 0, 0, into);
      append(event.moq, MOQ, 0, 0, into);
      FrameList frames = event.frames;
      int count = frames.count();
      int ranges = count == 0 ? 0 : frames.endRange(count - 1);
      append(frames, FRAMES, count, 2 * ranges, into);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    into.append('\n');
  }

  /** An array holds more than is in use. */
  private static void append(
      Object group, List<Field> fields, int inUse, int rangesInUse, StringBuilder into)
      throws IllegalAccessException {
    into.append("| ");
    for (Field field : fields) {
      Class<?> type = field.getType();
      if (type == long.class) {
        long value = field.getLong(group);
        if (value != QlogEvent.ABSENT) {
          into.append(field.getName()).append('=').append(value).append(' ');
        }
      } else if (type == boolean.class) {
        if (field.getBoolean(group)) {
          into.append(field.getName()).append(' ');
        }
      } else if (type.isArray()) {
        int used = field.getName().equals("ranges") ? rangesInUse : inUse;
        if (used > 0) {
          append(field.getName(), field.get(group), used, into);
        }
      } else {
        Object value = field.get(group);
        if (value != null) {
          into.append(field.getName()).append('=').append(value).append(' ');
        }
      }
    }
  }

  private static void append(String name, Object array, int inUse, StringBuilder into) {
    into.append(name).append("=[");
    for (int i = 0; i < inUse; i++) {
      Object value = Array.get(array, i);
      into.append(value.equals(QlogEvent.ABSENT) ? "-" : value).append(' ');
    }
    into.append("] ");
  }
}
