package dev.moqlog.writer;

import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.Privacy;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.vocabulary.Structure;
import dev.moqlog.writer.json.JsonBuffer;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a {@link QlogRecord}, less what the catalogue says must not be written. */
final class RecordEncoder {

  private static final byte[] NAME = JsonBuffer.ascii("\"name\":");
  private static final byte[] DATA = JsonBuffer.ascii(",\"data\":{");

  /** Bytes of what was carried, which are never given as a text. */
  private static final Set<String> CARRIED =
      Set.of(Field.RAW.qlogName(Profile.IETF), Field.OBJECT_PAYLOAD.qlogName(Profile.IETF));

  /** Deep enough for every event there is; deeper data can only be a mistake. */
  private static final int DEEPEST = 32;

  /** The most private meaning of a name, for the members of objects inside an event. */
  private static final Map<String, Privacy> STRICTEST = strictest();

  private RecordEncoder() {}

  /** Writes the event from its name on, without the end that every event has. */
  static void encode(QlogRecord record, EventType type, Scratch scratch) {
    JsonBuffer out = scratch.out;
    if (type == EventType.OTHER) {
      out.raw(NAME);
      out.text(record.name());
      out.raw(DATA);
    } else {
      out.raw(scratch.tables.start(type));
    }
    for (Map.Entry<String, ?> member : record.data().entrySet()) {
      member(member.getKey(), member.getValue(), privacy(type, member.getKey()), scratch, 0);
    }
  }

  private static Privacy privacy(EventType type, String name) {
    for (Field field : type.fields()) {
      if (name.equals(field.qlogName(Profile.IETF)) || name.equals(field.qlogName(Profile.QVIS))) {
        return field.privacy();
      }
    }
    return inner(type, name);
  }

  private static Privacy inner(EventType type, String name) {
    if (PrivacyPolicy.isSecretName(name)) {
      return Privacy.SECRET;
    }
    return type == EventType.OTHER
        ? Privacy.PUBLIC
        : STRICTEST.getOrDefault(name.toLowerCase(Locale.ROOT), Privacy.PUBLIC);
  }

  private static void member(
      String name, Object value, Privacy privacy, Scratch scratch, int depth) {
    if (PrivacyPolicy.isNeverWritten(privacy) || depth > DEEPEST) {
      return;
    }
    Object written = redacted(name, value, privacy, scratch.privacy);
    if (written == null && value != null) {
      return;
    }
    JsonBuffer out = scratch.out;
    out.comma();
    out.text(name);
    out.ascii(':');
    value(written, CARRIED.contains(name.toLowerCase(Locale.ROOT)), scratch, depth);
  }

  /** What of a value may be written, or null for nothing. */
  private static Object redacted(String name, Object value, Privacy privacy, PrivacyPolicy policy) {
    boolean whole = value instanceof Map || value instanceof List;
    if (!whole && CARRIED.contains(name.toLowerCase(Locale.ROOT))) {
      return null;
    }
    return switch (privacy) {
      case PUBLIC, SECRET, PAYLOAD -> value;
      case ADDRESS -> policy.addresses() == AddressPolicy.FULL ? value : null;
      case IDENTIFIER ->
          policy.identifiers() == NamePolicy.FULL
              ? value
              : whole || value == null ? null : policy.identifier(value.toString());
      case NAME ->
          policy.names() == NamePolicy.FULL
              ? value
              : whole || value == null ? null : policy.name(value.toString());
    };
  }

  /** Writes a value, less the bytes of what was carried if it tells about that. */
  private static void value(Object value, boolean carried, Scratch scratch, int depth) {
    JsonBuffer out = scratch.out;
    if (value == null) {
      out.nothing();
    } else if (value instanceof Boolean bool) {
      out.bool(bool);
    } else if (value instanceof Double || value instanceof Float) {
      out.number(((Number) value).doubleValue());
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof AtomicLong
        || value instanceof AtomicInteger) {
      out.number(((Number) value).longValue());
    } else if (value instanceof BigInteger integer) {
      out.raw(JsonBuffer.ascii(integer.toString()));
    } else if (value instanceof Number number) {
      out.number(number.doubleValue());
    } else if (value instanceof List<?> list) {
      out.ascii('[');
      for (Object element : list) {
        if (depth < DEEPEST) {
          out.comma();
          value(element, carried, scratch, depth + 1);
        }
      }
      out.ascii(']');
    } else if (value instanceof Map<?, ?> map) {
      out.ascii('{');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String name = entry.getKey().toString();
        boolean data = carried && name.equalsIgnoreCase(Field.RAW_DATA.qlogName(Profile.IETF));
        Privacy privacy = data ? Privacy.PAYLOAD : inner(scratch.type, name);
        member(name, entry.getValue(), privacy, scratch, depth + 1);
      }
      out.ascii('}');
    } else {
      out.text(value.toString());
    }
  }

  private static Map<String, Privacy> strictest() {
    Map<String, Privacy> strictest = new HashMap<>();
    for (Structure structure : Structure.values()) {
      structure.fields().forEach(field -> note(field, strictest));
    }
    for (FrameType frame : FrameType.values()) {
      frame.fields().forEach(field -> note(field, strictest));
    }
    for (ControlMessageType message : ControlMessageType.values()) {
      message.fields().forEach(field -> note(field, strictest));
    }
    for (EventType event : EventType.values()) {
      for (Field field : event.fields()) {
        if (field.privacy() == Privacy.PAYLOAD) {
          note(field, strictest);
        }
      }
    }
    // What the drafts have beside it.
    for (String name : List.of("connection_ids", "src_cid", "dst_cid", "odcid")) {
      strictest.put(name, Privacy.IDENTIFIER);
    }
    return Map.copyOf(strictest);
  }

  private static void note(Field field, Map<String, Privacy> strictest) {
    for (Profile profile : Profile.values()) {
      String name = field.qlogName(profile);
      if (name != null) {
        strictest.merge(
            name, field.privacy(), (one, two) -> one.ordinal() > two.ordinal() ? one : two);
      }
    }
  }
}
