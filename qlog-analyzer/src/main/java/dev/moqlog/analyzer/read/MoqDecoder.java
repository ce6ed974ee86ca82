package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the members of {@code data} of the events of Media over QUIC: the drafts moq-events-00 to
 * -07, the camelCase and numbers in texts of moxygen, and the control messages of moq-rs, whose
 * members stand in {@code data} itself.
 */
final class MoqDecoder {

  /** The versions of drafts begin here (moq-transport section 9.3 of drafts before -15). */
  private static final long DRAFTS = 0xff000000L;

  private static final Pattern VERSION = Pattern.compile("0x([0-9a-f]{1,8})|draft\\D?([0-9]{1,3})");

  private final TextCache<String> texts =
      new TextCache<>(text -> Texts.shortened(text).toLowerCase(Locale.ROOT).strip());

  private QlogEvent event;
  private MoqFields fields;

  /** Another event begins. */
  void begin(QlogEvent another) {
    event = another;
    fields = another.moq;
  }

  /**
   * Takes a member of {@code data} if it is one of a MoQ event; asked only for events that are, or
   * may be.
   *
   * <p>While the name of the event is not known, members that QUIC events have too are read but not
   * consumed: whoever else knows them reads them as well.
   *
   * @return whether the value was consumed
   */
  boolean take(MemberName name, JsonCursor cursor) throws IOException {
    boolean unnamed = event.name.isEmpty();
    switch (name) {
      case STREAM_ID, STREAM_ID_CAMEL -> {
        fields.streamId = id(cursor);
        return !unnamed;
      }
      case ERROR_CODE, ERROR_CODE_CAMEL, STATUS_CODE, STATUS_CODE_CAMEL, REASON, REASON_PHRASE -> {
        boolean scalar = !cursor.isObject() && !cursor.isArray();
        if (scalar) {
          messageMember(name, cursor);
        }
        return !unnamed && scalar;
      }
      case MESSAGE -> {
        if (!cursor.isObject()) {
          return false;
        }
        message(cursor);
        return true;
      }
      case STREAM_TYPE, STREAM_TYPE_CAMEL -> {
        fields.touched = true;
        fields.streamType = streamType(lower(cursor));
        return !unnamed;
      }
      case MESSAGE_TYPE -> {
        fields.touched = true;
        fields.messageType = lower(cursor);
        return true;
      }
      default -> {
        // Whatever else it is, no QUIC event has a member of that name.
        return object(name, cursor) || (messageMember(name, cursor));
      }
    }
  }

  private boolean object(MemberName name, JsonCursor cursor) throws IOException {
    switch (name) {
      case TRACK_ALIAS, TRACK_ALIAS_CAMEL -> fields.trackAlias = id(cursor);
      case GROUP_ID, GROUP_ID_CAMEL -> fields.groupId = id(cursor);
      case SUBGROUP_ID, SUBGROUP_ID_CAMEL -> fields.subgroupId = id(cursor);
      case SUBGROUP_ID_MODE, SUBGROUP_ID_MODE_CAMEL -> fields.subgroupIdMode = id(cursor);
      case SUBGROUP_ID_BITS -> fields.subgroupIdBits = id(cursor);
      case OBJECT_ID, OBJECT_ID_CAMEL -> fields.objectId = id(cursor);
      case OBJECT_ID_DELTA, OBJECT_ID_DELTA_CAMEL -> fields.objectIdDelta = id(cursor);
      case OBJECT_PAYLOAD_LENGTH, OBJECT_PAYLOAD_LENGTH_CAMEL, PAYLOAD_LENGTH -> {
        long length = id(cursor);
        fields.payloadLengthBytes = length == ABSENT ? fields.payloadLengthBytes : length;
      }
      case OBJECT_PAYLOAD, OBJECT_PAYLOAD_CAMEL -> payload(cursor);
      case OBJECT_STATUS, OBJECT_STATUS_CAMEL -> status(cursor);
      case PUBLISHER_PRIORITY, PUBLISHER_PRIORITY_CAMEL -> fields.publisherPriority = id(cursor);
      case END_OF_GROUP, END_OF_GROUP_CAMEL -> fields.endOfGroup = flag(cursor);
      case CONTAINS_END_OF_GROUP, CONTAINS_END_OF_GROUP_CAMEL ->
          fields.containsEndOfGroup = flag(cursor);
      case END_OF_NONEXISTENT_RANGE, END_OF_UNKNOWN_RANGE -> fields.rangeMarker |= flag(cursor);
      case HEADER_TYPE -> headerType(lower(cursor));
      default -> {
        return false;
      }
    }
    fields.touched = true;
    return true;
  }

  private void message(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      if (name == MemberName.TYPE) {
        fields.touched = true;
        fields.messageType = lower(cursor);
      } else if (!messageMember(name, cursor)) {
        cursor.skip();
      }
    }
  }

  /** A member of a control message; false, and nothing consumed, if it is none that is used. */
  private boolean messageMember(MemberName name, JsonCursor cursor) throws IOException {
    switch (name) {
      case REQUEST_ID,
          REQUEST_ID_CAMEL,
          SUBSCRIBE_ID,
          SUBSCRIBE_ID_CAMEL,
          MAX_SUBSCRIBE_ID,
          MAX_SUBSCRIBE_ID_CAMEL ->
          fields.requestId = id(cursor);
      case TRACK_ALIAS, TRACK_ALIAS_CAMEL -> fields.trackAlias = id(cursor);
      case TRACK_NAMESPACE,
          TRACK_NAMESPACE_CAMEL,
          TRACK_NAMESPACE_PREFIX,
          TRACK_NAMESPACE_PREFIX_CAMEL,
          TRACK_NAMESPACE_SUFFIX ->
          fields.trackNamespace = MoqNames.namespace(cursor);
      case TRACK_NAME, TRACK_NAME_CAMEL -> fields.trackName = MoqNames.name(cursor);
      case EXISTING_REQUEST_ID, EXISTING_REQUEST_ID_CAMEL -> fields.existingRequestId = id(cursor);
      case JOINING_REQUEST_ID,
          JOINING_REQUEST_ID_CAMEL,
          JOINING_SUBSCRIBE_ID,
          JOINING_SUBSCRIBE_ID_CAMEL ->
          fields.joiningRequestId = id(cursor);
      case ERROR_CODE, ERROR_CODE_CAMEL -> fields.errorCode = id(cursor);
      case STATUS_CODE, STATUS_CODE_CAMEL -> fields.statusCode = id(cursor);
      case STREAM_COUNT, STREAM_COUNT_CAMEL -> fields.streamCount = id(cursor);
      case REASON, REASON_PHRASE -> fields.reason = cursor.text();
      case REASON_BYTES, REASON_BYTES_CAMEL -> {
        String hex = cursor.text();
        if (fields.reason == null && hex != null) {
          fields.reason = MoqNames.decoded(hex);
        }
      }
      case SELECTED_VERSION, SELECTED_VERSION_CAMEL -> fields.selectedVersion = version(cursor);
      case FILTER_TYPE, FILTER_TYPE_CAMEL -> fields.filterType = lower(cursor);
      case SUBSCRIPTION_FILTER -> filter(cursor);
      case FETCH_TYPE, FETCH_TYPE_CAMEL -> fields.fetchType = lower(cursor);
      case STANDALONE_FETCH, JOINING_FETCH -> standalone(cursor);
      case LARGEST, LARGEST_LOCATION, LARGEST_OBJECT -> largest(cursor);
      case LARGEST_GROUP_ID, LARGEST_GROUP_ID_CAMEL -> fields.largestGroup = id(cursor);
      case LARGEST_OBJECT_ID, LARGEST_OBJECT_ID_CAMEL -> fields.largestObject = id(cursor);
      case START, START_LOCATION -> start(cursor);
      case START_GROUP, START_GROUP_CAMEL -> fields.startGroup = id(cursor);
      case START_OBJECT, START_OBJECT_CAMEL -> fields.startObject = id(cursor);
      case END_LOCATION -> end(cursor);
      case END_GROUP, END_GROUP_CAMEL -> fields.endGroup = id(cursor);
      case END_OBJECT, END_OBJECT_CAMEL -> fields.endObject = id(cursor);
      case PARAMETERS -> parameters(cursor);
      default -> {
        return false;
      }
    }
    fields.touched = true;
    return true;
  }

  private void standalone(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      if (!messageMember(name, cursor)) {
        cursor.skip();
      }
    }
  }

  private void filter(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case FILTER_TYPE -> fields.filterType = lower(cursor);
        case START_LOCATION -> start(cursor);
        case END_GROUP -> fields.endGroup = id(cursor);
        default -> cursor.skip();
      }
    }
  }

  /** Parameters as {@code {name, value}}; of those only the location and the filter are used. */
  private void parameters(JsonCursor cursor) throws IOException {
    for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
      parameter(cursor);
    }
  }

  private void parameter(JsonCursor cursor) throws IOException {
    String parameter = null;
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      if (name == MemberName.NAME) {
        parameter = lower(cursor);
      } else if (name == MemberName.VALUE && "largest_object".equals(parameter)) {
        largest(cursor);
      } else if (name == MemberName.VALUE && "subscription_filter".equals(parameter)) {
        filter(cursor);
      } else {
        cursor.skip();
      }
    }
  }

  /** A payload as RawInfo, or (moxygen) as a text. */
  private void payload(JsonCursor cursor) throws IOException {
    if (cursor.isText()) {
      long bytes = cursor.textBytes();
      if (fields.payloadLengthBytes == ABSENT) {
        fields.payloadLengthBytes = bytes;
      }
      return;
    }
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case LENGTH, PAYLOAD_LENGTH -> {
          long length = id(cursor);
          if (fields.payloadLengthBytes == ABSENT) {
            fields.payloadLengthBytes = length;
          }
        }
        default -> cursor.skip();
      }
    }
  }

  private void largest(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case GROUP -> fields.largestGroup = id(cursor);
        case OBJECT -> fields.largestObject = id(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void start(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case GROUP -> fields.startGroup = id(cursor);
        case OBJECT -> fields.startObject = id(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void end(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case GROUP -> fields.endGroup = id(cursor);
        case OBJECT -> fields.endObject = id(cursor);
        default -> cursor.skip();
      }
    }
  }

  /** A status: a number, or (moq-rs) the name of one in Rust's debug format. */
  private void status(JsonCursor cursor) throws IOException {
    long number = id(cursor);
    if (number != ABSENT || !cursor.isText()) {
      fields.objectStatus = number;
      return;
    }
    String name = lower(cursor).replace("_", "");
    if (name.contains("endoftrack")) {
      fields.objectStatus = 4;
    } else if (name.contains("endofgroup")) {
      fields.objectStatus = 3;
    } else if (name.contains("notexist")) {
      fields.objectStatus = 1;
    } else if (name.startsWith("normal") || name.equals("object")) {
      fields.objectStatus = 0;
    }
  }

  /** The type of a subgroup header by its name in moq-rs, which says what others have flags for. */
  private void headerType(String type) {
    if (type == null) {
      return;
    }
    fields.containsEndOfGroup |= type.contains("endofgroup");
    if (fields.subgroupIdMode == ABSENT) {
      if (type.startsWith("zeroid") || type.startsWith("subgroupzeroid")) {
        fields.subgroupIdMode = 0;
      } else if (type.contains("firstobjectid")) {
        fields.subgroupIdMode = 1;
      }
    }
  }

  /** A stream's type by its name, or (moxygen) by its number. */
  private static String streamType(String type) {
    if (type == null) {
      return null;
    }
    return switch (type) {
      case "0" -> "control";
      case "1" -> "subgroup_header";
      case "2" -> "fetch_header";
      default -> type;
    };
  }

  /** A version as a number, in decimal or hexadecimal, or a text such as {@code DRAFT_07}. */
  private long version(JsonCursor cursor) throws IOException {
    long number = id(cursor);
    if (number != ABSENT || !cursor.isText()) {
      return number;
    }
    Matcher text = VERSION.matcher(lower(cursor));
    if (!text.find()) {
      return ABSENT;
    }
    return text.group(1) != null
        ? Long.parseLong(text.group(1), 16)
        : DRAFTS + Long.parseLong(text.group(2));
  }

  private long id(JsonCursor cursor) throws IOException {
    fields.touched = true;
    long value = cursor.unsigned();
    return value > MoqFields.MAX_ID ? ABSENT : value;
  }

  private static boolean flag(JsonCursor cursor) throws IOException {
    if (cursor.isTrue() || cursor.isText()) {
      boolean set = cursor.isTrue() || cursor.textIs("true") || cursor.textIs("1");
      cursor.skip();
      return set;
    }
    return cursor.unsigned() > 0;
  }

  private String lower(JsonCursor cursor) throws IOException {
    if (!cursor.isScalar()) {
      cursor.skip();
      return null;
    }
    return cursor.cached(texts);
  }
}
