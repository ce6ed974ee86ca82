package dev.moqlog.writer;

import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.writer.json.JsonBuffer;
import java.util.List;

/**
 * A MoQ control message that is being recorded, member by member; which members a message has,
 * {@link ControlMessageType#fields} tells. The rules of {@link FieldsEvent} apply. There is no way
 * to give an authorization token, which is a secret.
 */
public final class ControlMessageEvent {

  static final ControlMessageEvent DISABLED = new ControlMessageEvent(null);

  private final Scratch scratch;
  private ControlMessageType type;
  private long lengthBytes;
  private int parameters;
  private boolean inParameters;

  ControlMessageEvent(Scratch scratch) {
    this.scratch = scratch;
  }

  ControlMessageEvent begin(long streamId, ControlMessageType messageType) {
    type = messageType;
    lengthBytes = -1;
    parameters = 0;
    inParameters = false;
    JsonBuffer out = scratch.out;
    out.raw(scratch.tables.start(scratch.type));
    scratch.fields.put(Field.STREAM_ID, streamId).open(Field.CONTROL_MESSAGE);
    scratch.fields.put(Field.MESSAGE_TYPE, messageType.qlogName());
    return this;
  }

  /** The size of the message. */
  public ControlMessageEvent length(long bytes) {
    if (scratch != null) {
      lengthBytes = bytes;
    }
    return this;
  }

  /** The request that the message makes or answers. */
  public ControlMessageEvent requestId(long requestId) {
    return put(Field.REQUEST_ID, requestId);
  }

  /** The request that a {@code request_update} changes. */
  public ControlMessageEvent existingRequestId(long requestId) {
    return put(Field.EXISTING_REQUEST_ID, requestId);
  }

  /** The alias of the track in objects. */
  public ControlMessageEvent trackAlias(long trackAlias) {
    return put(Field.TRACK_ALIAS, trackAlias);
  }

  /** The namespace of a track, element by element. */
  public ControlMessageEvent trackNamespace(List<? extends CharSequence> elements) {
    return names(Field.TRACK_NAMESPACE, elements);
  }

  /** The beginning of namespaces that a {@code subscribe_namespace} asks for. */
  public ControlMessageEvent trackNamespacePrefix(List<? extends CharSequence> elements) {
    return names(Field.TRACK_NAMESPACE_PREFIX, elements);
  }

  /** The rest of a namespace after the prefix that was asked for. */
  public ControlMessageEvent trackNamespaceSuffix(List<? extends CharSequence> elements) {
    return names(Field.TRACK_NAMESPACE_SUFFIX, elements);
  }

  /** The name of a track; nothing if it is null. */
  public ControlMessageEvent trackName(CharSequence name) {
    if (!isOver()) {
      CharSequence written = name == null ? null : scratch.privacy.name(name);
      if (written != null) {
        scratch.out.key(scratch.tables.key(Field.TRACK_NAME));
        byteString(written);
      }
    }
    return this;
  }

  /**
   * The error of a {@code request_error}.
   *
   * @param reason the reason phrase, or null
   */
  public ControlMessageEvent error(long errorCode, long retryIntervalNanos, CharSequence reason) {
    if (!isOver()) {
      scratch
          .fields
          .put(Field.REQUEST_ERROR_CODE, errorCode)
          .put(Field.RETRY_INTERVAL, retryIntervalNanos)
          .put(Field.REASON, reason);
    }
    return this;
  }

  /**
   * How a {@code publish_done} ends a subscription.
   *
   * @param reason the reason phrase, or null
   */
  public ControlMessageEvent done(long statusCode, long streamCount, CharSequence reason) {
    if (!isOver()) {
      scratch
          .fields
          .put(Field.STATUS_CODE, statusCode)
          .put(Field.STREAM_COUNT, streamCount)
          .put(Field.REASON, reason);
    }
    return this;
  }

  /** The range of a {@code fetch} that stands for itself. */
  public ControlMessageEvent standaloneFetch(
      List<? extends CharSequence> trackNamespace,
      CharSequence trackName,
      long startGroup,
      long startObject,
      long endGroup,
      long endObject) {
    if (!isOver()) {
      scratch.fields.put(Field.FETCH_TYPE, "standalone").open(Field.STANDALONE_FETCH);
      trackNamespace(trackNamespace);
      trackName(trackName);
      location(Field.START_LOCATION, startGroup, startObject);
      location(Field.END_LOCATION, endGroup, endObject);
      scratch.fields.close();
    }
    return this;
  }

  /** The start of a {@code fetch} that joins a subscription. */
  public ControlMessageEvent joiningFetch(boolean relative, long joiningRequestId, long start) {
    if (!isOver()) {
      scratch
          .fields
          .put(Field.FETCH_TYPE, relative ? "relative_joining" : "absolute_joining")
          .open(Field.JOINING_FETCH)
          .put(Field.JOINING_REQUEST_ID, joiningRequestId)
          .put(Field.JOINING_START, start)
          .close();
    }
    return this;
  }

  /** The end of what a {@code fetch_ok} answers. */
  public ControlMessageEvent fetchEnd(boolean endOfTrack, long group, long object) {
    if (!isOver()) {
      scratch.fields.put(Field.END_OF_TRACK, endOfTrack ? 1 : 0);
      location(Field.END_LOCATION, group, object);
    }
    return this;
  }

  /**
   * What a {@code subscribe_namespace} wants: {@code publish}, {@code namespace} or {@code both}.
   */
  public ControlMessageEvent subscribeOptions(CharSequence options) {
    if (!isOver()) {
      scratch.fields.put(Field.SUBSCRIBE_OPTIONS, options);
    }
    return this;
  }

  /** How long a {@code goaway} leaves. */
  public ControlMessageEvent timeout(long nanos) {
    return put(Field.TIMEOUT, nanos);
  }

  /**
   * A parameter, or an option of {@code setup}. All come last, one after the other: members that
   * are given behind them are ignored. One that is a secret is only counted.
   *
   * @param name the name as qlog writes it, such as {@code delivery_timeout}
   */
  public ControlMessageEvent parameter(String name, long value) {
    if (scratch == null) {
      return this;
    }
    parameters++;
    if (!PrivacyPolicy.isSecretName(name)) {
      JsonBuffer out = scratch.out;
      if (!inParameters) {
        inParameters = true;
        boolean setup = type == ControlMessageType.SETUP;
        out.key(scratch.tables.key(setup ? Field.SETUP_OPTIONS : Field.PARAMETERS));
        out.ascii('[');
      }
      out.comma();
      out.ascii('{');
      scratch.fields.put(Field.PARAMETER_NAME, name).put(Field.PARAMETER_VALUE, value);
      out.ascii('}');
    }
    return this;
  }

  /** Ends the event and hands it on. */
  public void commit() {
    if (scratch == null) {
      return;
    }
    if (inParameters) {
      scratch.out.ascii(']');
    }
    if (type.fields().contains(Field.NUMBER_OF_PARAMETERS)) {
      scratch.fields.put(Field.NUMBER_OF_PARAMETERS, parameters);
    }
    scratch.fields.close();
    if (lengthBytes >= 0) {
      scratch.fields.put(Field.LENGTH, lengthBytes);
    }
    scratch.trace.watchControlMessage(scratch.nanos, type);
    scratch.commit();
  }

  /** Whether no member can be added any more. */
  private boolean isOver() {
    return scratch == null || parameters > 0;
  }

  private ControlMessageEvent put(Field field, long value) {
    if (!isOver()) {
      scratch.fields.put(field, value);
    }
    return this;
  }

  private ControlMessageEvent names(Field field, List<? extends CharSequence> elements) {
    if (isOver() || elements == null || scratch.privacy.names() == NamePolicy.NONE) {
      return this;
    }
    JsonBuffer out = scratch.out;
    out.key(scratch.tables.key(field));
    out.ascii('[');
    for (int i = 0; i < elements.size(); i++) {
      out.comma();
      byteString(scratch.privacy.name(elements.get(i)));
    }
    out.ascii(']');
    return this;
  }

  private void byteString(CharSequence value) {
    JsonBuffer out = scratch.out;
    out.ascii('{');
    out.key(scratch.tables.key(Field.BYTE_STRING_VALUE));
    out.text(value);
    out.ascii('}');
  }

  private void location(Field field, long group, long object) {
    scratch
        .fields
        .open(field)
        .put(Field.LOCATION_GROUP, group)
        .put(Field.LOCATION_OBJECT, object)
        .close();
  }
}
