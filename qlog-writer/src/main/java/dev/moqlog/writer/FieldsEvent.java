package dev.moqlog.writer;

import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.FieldKind;
import dev.moqlog.writer.json.JsonBuffer;
import java.util.List;

/**
 * An event that is being recorded field by field, in the names of the catalogue.
 *
 * <p>Got from {@link QlogTrace#event}, to be used at once by the thread that got it, and no more
 * after {@link #commit}; an event that is never committed is never written. A field that the
 * trace's profile does not have, or whose privacy class is not written, is left out. Nothing here
 * allocates, blocks or throws under the default privacy settings.
 */
public final class FieldsEvent {

  /** Takes everything and writes nothing: what a disabled trace hands out. */
  static final FieldsEvent DISABLED = new FieldsEvent(null);

  private final Scratch scratch;

  /** How many objects are open that are written. */
  private int depth;

  /** How many objects are open that are not, because a field around them is left out. */
  private int leftOut;

  FieldsEvent(Scratch scratch) {
    this.scratch = scratch;
  }

  /** Forgets what was opened in an event before. */
  void reset() {
    depth = 0;
    leftOut = 0;
  }

  FieldsEvent begin() {
    scratch.out.raw(scratch.tables.start(scratch.type));
    return this;
  }

  /**
   * Adds a number.
   *
   * @param value in the unit of the field; nanoseconds where the field is in milliseconds
   */
  public FieldsEvent put(Field field, long value) {
    if (scratch != null && whole(field)) {
      if (field.kind() == FieldKind.MILLIS) {
        scratch.out.millis(value);
      } else {
        scratch.out.unsigned(value);
      }
    }
    return this;
  }

  /** Adds a number with a fraction. */
  public FieldsEvent put(Field field, double value) {
    if (scratch != null && whole(field)) {
      scratch.out.number(value);
    }
    return this;
  }

  /** Adds a boolean. */
  public FieldsEvent put(Field field, boolean value) {
    if (scratch != null && whole(field)) {
      scratch.out.bool(value);
    }
    return this;
  }

  /** Adds a text; nothing if it is null, or if the field is an object. */
  public FieldsEvent put(Field field, CharSequence value) {
    if (value == null || !has(field) || field.kind() == FieldKind.OBJECT) {
      return this;
    }
    byte[] key = scratch.tables.key(field);
    switch (field.privacy()) {
      case PUBLIC -> text(key, value);
      case NAME -> text(key, scratch.privacy.name(value));
      case IDENTIFIER -> text(key, scratch.privacy.identifier(value.toString()));
      case ADDRESS -> {
        if (scratch.privacy.addresses() == AddressPolicy.FULL) {
          text(key, value);
        }
      }
      default -> {
        // Never written.
      }
    }
    return this;
  }

  private void text(byte[] key, CharSequence value) {
    if (value != null) {
      scratch.out.key(key);
      scratch.out.text(value);
    }
  }

  /** Adds bytes in hexadecimal; nothing if they are null, or if the field is an object. */
  public FieldsEvent put(Field field, byte[] value) {
    if (value == null || !has(field) || field.kind() == FieldKind.OBJECT) {
      return this;
    }
    byte[] key = scratch.tables.key(field);
    switch (field.privacy()) {
      case PUBLIC -> {
        scratch.out.key(key);
        scratch.out.hex(value);
      }
      case IDENTIFIER -> scratch.privacy.identifier(scratch.out, key, value);
      default -> {
        // Never written.
      }
    }
    return this;
  }

  /** Adds a list of texts, less those that are null; nothing if the list is null. */
  public FieldsEvent put(Field field, List<? extends CharSequence> values) {
    if (scratch != null && values != null && key(field)) {
      JsonBuffer out = scratch.out;
      out.ascii('[');
      for (int i = 0; i < values.size(); i++) {
        CharSequence value = values.get(i);
        if (value != null) {
          out.comma();
          out.text(written(field, value));
        }
      }
      out.ascii(']');
    }
    return this;
  }

  /** A text as the policy of its field has it, which is not to leave it out. */
  private CharSequence written(Field field, CharSequence value) {
    return switch (field.privacy()) {
      case NAME -> scratch.privacy.name(value);
      case IDENTIFIER -> scratch.privacy.identifier(value.toString());
      default -> value;
    };
  }

  /** Adds {@code raw} as a list of one. */
  FieldsEvent rawList(long bytes) {
    if (scratch != null && key(Field.RAW)) {
      scratch.out.ascii('[');
      scratch.out.ascii('{');
      put(Field.LENGTH, bytes);
      scratch.out.ascii('}');
      scratch.out.ascii(']');
    }
    return this;
  }

  /** Adds a list of consecutive numbers. */
  void numbers(Field field, long first, long last) {
    if (key(field)) {
      scratch.out.ascii('[');
      for (long number = first; number <= last && !scratch.out.isOverflown(); number++) {
        scratch.out.comma();
        scratch.out.number(number);
      }
      scratch.out.ascii(']');
    }
  }

  /** Adds {@code raw} with the length of a whole entity. */
  public FieldsEvent rawLength(long bytes) {
    if (scratch != null) {
      open(Field.RAW).put(Field.LENGTH, bytes).close();
    }
    return this;
  }

  /**
   * Opens a member that is an object; {@link #close} ends it. If the member is left out, so is
   * everything in it.
   */
  public FieldsEvent open(Field field) {
    if (scratch == null) {
      return this;
    }
    if (leftOut == 0 && key(field)) {
      scratch.out.ascii('{');
      depth++;
    } else {
      leftOut++;
    }
    return this;
  }

  /** Ends the object that was opened last. */
  public FieldsEvent close() {
    if (leftOut > 0) {
      leftOut--;
    } else if (depth > 0) {
      scratch.out.ascii('}');
      depth--;
    }
    return this;
  }

  /** Ends the event, with whatever is still open in it, and hands it on. */
  public void commit() {
    if (scratch != null) {
      leftOut = 0;
      while (depth > 0) {
        close();
      }
      scratch.commit();
    }
  }

  /** Whether the field can be written here at all: its profile has it, and what is around it. */
  boolean has(Field field) {
    return scratch != null && leftOut == 0 && scratch.tables.key(field) != null;
  }

  /** Adds an address that the privacy policy has been applied to; nothing if it is null. */
  FieldsEvent address(Field field, String written) {
    if (written != null && has(field)) {
      text(scratch.tables.key(field), written);
    }
    return this;
  }

  /** Adds an error code that has no name: qlog 0.3 has the number in the place of the name. */
  void code(Field named, long errorCode) {
    if (has(Field.CLOSE_CODE)) {
      put(named, "unknown").put(Field.CLOSE_CODE, errorCode);
    } else if (scratch != null) {
      scratch.out.key(scratch.tables.key(named));
      scratch.out.unsigned(errorCode);
    }
  }

  /** Adds the protocol that was agreed on: a bare text in qlog 0.3, else an object. */
  void alpn(CharSequence protocol) {
    if (has(Field.STRING_VALUE)) {
      open(Field.CHOSEN_ALPN).put(Field.STRING_VALUE, protocol).close();
    } else if (protocol != null && has(Field.CHOSEN_ALPN)) {
      text(scratch.tables.key(Field.CHOSEN_ALPN), protocol);
    }
  }

  /** As {@link #key}, for values that there is no hash of. */
  private boolean whole(Field field) {
    return scratch.privacy.of(field) != NamePolicy.HASH && key(field);
  }

  private boolean key(Field field) {
    if (!has(field) || scratch.privacy.of(field) == NamePolicy.NONE) {
      return false;
    }
    scratch.out.key(scratch.tables.key(field));
    return true;
  }
}
