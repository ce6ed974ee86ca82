package dev.moqlog.vocabulary;

import static dev.moqlog.vocabulary.Field.*;

import java.util.List;
import java.util.Locale;

/**
 * The control messages of Media over QUIC Transport, and the members of each (moq-events-07, which
 * models moq-transport-17).
 */
public enum ControlMessageType {
  SETUP(SETUP_OPTIONS),
  GOAWAY(NEW_SESSION_URI, TIMEOUT),
  REQUEST_OK(REQUEST_ID, NUMBER_OF_PARAMETERS, PARAMETERS),
  REQUEST_ERROR(REQUEST_ID, REQUEST_ERROR_CODE, RETRY_INTERVAL, REASON),
  SUBSCRIBE(
      REQUEST_ID,
      REQUIRED_REQUEST_ID_DELTA,
      TRACK_NAMESPACE,
      TRACK_NAME,
      NUMBER_OF_PARAMETERS,
      PARAMETERS),
  SUBSCRIBE_OK(REQUEST_ID, TRACK_ALIAS, NUMBER_OF_PARAMETERS, PARAMETERS, TRACK_PROPERTIES),
  REQUEST_UPDATE(
      REQUEST_ID, REQUIRED_REQUEST_ID_DELTA, EXISTING_REQUEST_ID, NUMBER_OF_PARAMETERS, PARAMETERS),
  PUBLISH(
      REQUEST_ID,
      REQUIRED_REQUEST_ID_DELTA,
      TRACK_NAMESPACE,
      TRACK_NAME,
      TRACK_ALIAS,
      NUMBER_OF_PARAMETERS,
      PARAMETERS,
      TRACK_PROPERTIES),
  PUBLISH_OK(REQUEST_ID, NUMBER_OF_PARAMETERS, PARAMETERS),
  PUBLISH_DONE(REQUEST_ID, STATUS_CODE, STREAM_COUNT, REASON),
  FETCH(
      REQUEST_ID,
      REQUIRED_REQUEST_ID_DELTA,
      FETCH_TYPE,
      STANDALONE_FETCH,
      JOINING_FETCH,
      NUMBER_OF_PARAMETERS,
      PARAMETERS),
  FETCH_OK(
      REQUEST_ID, END_OF_TRACK, END_LOCATION, NUMBER_OF_PARAMETERS, PARAMETERS, TRACK_PROPERTIES),
  TRACK_STATUS(
      REQUEST_ID,
      REQUIRED_REQUEST_ID_DELTA,
      TRACK_NAMESPACE,
      TRACK_NAME,
      NUMBER_OF_PARAMETERS,
      PARAMETERS),
  PUBLISH_NAMESPACE(
      REQUEST_ID, REQUIRED_REQUEST_ID_DELTA, TRACK_NAMESPACE, NUMBER_OF_PARAMETERS, PARAMETERS),
  NAMESPACE(TRACK_NAMESPACE_SUFFIX),
  NAMESPACE_DONE(TRACK_NAMESPACE_SUFFIX),
  SUBSCRIBE_NAMESPACE(
      REQUEST_ID,
      REQUIRED_REQUEST_ID_DELTA,
      TRACK_NAMESPACE_PREFIX,
      SUBSCRIBE_OPTIONS,
      NUMBER_OF_PARAMETERS,
      PARAMETERS),
  PUBLISH_BLOCKED(TRACK_NAMESPACE_SUFFIX, TRACK_NAME);

  private final String qlogName = name().toLowerCase(Locale.ROOT);
  private final List<Field> fields;

  ControlMessageType(Field... fields) {
    this.fields = List.of(fields);
  }

  /** The name as qlog writes it, such as {@code subscribe_ok}. */
  public String qlogName() {
    return qlogName;
  }

  /** The members of the message besides {@code type}, in the order the draft lists them. */
  public List<Field> fields() {
    return fields;
  }
}
