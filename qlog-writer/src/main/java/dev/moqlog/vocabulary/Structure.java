package dev.moqlog.vocabulary;

import static dev.moqlog.vocabulary.Field.*;

import java.util.List;

/** The objects that several events share. */
public enum Structure {
  PACKET_HEADER("header", PACKET_TYPE, PACKET_NUMBER, TOKEN, VERSION, SCID, DCID),
  RAW_INFO("raw", LENGTH, PAYLOAD_LENGTH, RAW_DATA),
  ENDPOINT("local, remote", IP_V4, PORT_V4, IP_V6, PORT_V6),
  ALPN("chosen_alpn", STRING_VALUE),
  LOCATION("start_location, end_location", LOCATION_GROUP, LOCATION_OBJECT),
  BYTE_STRING("track_name", BYTE_STRING_VALUE, BYTE_STRING_BYTES),
  PARAMETER("parameters", PARAMETER_NAME, PARAMETER_VALUE, TOKEN_VALUE),
  SETUP_OPTION("setup_options", PARAMETER_NAME, AUTHORITY, PARAMETER_VALUE, TOKEN_VALUE),
  STANDALONE_FETCH_RANGE(
      "standalone_fetch", TRACK_NAMESPACE, TRACK_NAME, START_LOCATION, END_LOCATION),
  JOINING_FETCH_START("joining_fetch", JOINING_REQUEST_ID, JOINING_START);

  private final String usedFor;
  private final List<Field> fields;

  Structure(String usedFor, Field... fields) {
    this.usedFor = usedFor;
    this.fields = List.of(fields);
  }

  /** The members that have this shape. */
  public String usedFor() {
    return usedFor;
  }

  /** The members of the object. */
  public List<Field> fields() {
    return fields;
  }
}
