package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.vocabulary.EventType;
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

  private final QlogEvent event;
  private final MoqFields fields;
  private final TextCache<String> texts =
      new TextCache<>(text -> text.toLowerCase(Locale.ROOT).strip());

  private final LenientJson.MemberReader messageMembers = this::message;
  private final LenientJson.MemberReader standaloneMembers = this::standalone;
  private final LenientJson.MemberReader payloadMembers = this::payload;
  private final LenientJson.MemberReader filterMembers = this::filter;
  private final LenientJson.MemberReader largestMembers = this::largest;
  private final LenientJson.MemberReader startMembers = this::start;
  private final LenientJson.MemberReader endMembers = this::end;
  private final LenientJson.MemberReader parameterMembers = this::parameter;

  private String parameterName;

  MoqDecoder(QlogEvent event) {
    this.event = event;
    this.fields = event.moq;
  }

  /**
   * Takes a member of {@code data} if it is one of a MoQ event.
   *
   * <p>While the name of the event is not known, members that QUIC events have too are read but not
   * consumed: whoever else knows them reads them as well.
   *
   * @return whether the value was consumed
   */
  boolean take(String name, JsonParser parser) throws IOException {
    boolean unnamed = event.name.isEmpty();
    if (!unnamed && !isMoq()) {
      return false;
    }
    switch (name) {
      case "stream_id", "streamId" -> {
        fields.streamId = id(parser);
        return !unnamed;
      }
      case "error_code", "errorCode", "status_code", "statusCode", "reason", "reason_phrase" -> {
        if (parser.currentToken().isScalarValue()) {
          messageMember(name, parser);
        }
        return !unnamed && parser.currentToken().isScalarValue();
      }
      case "message" -> {
        if (!LenientJson.isObject(parser)) {
          return false;
        }
        LenientJson.members(parser, messageMembers);
        return true;
      }
      case "stream_type", "streamType" -> {
        fields.touched = true;
        fields.streamType = streamType(lower(parser));
        return !unnamed;
      }
      case "message_type" -> {
        fields.touched = true;
        fields.messageType = lower(parser);
        return true;
      }
      default -> {
        // Whatever else it is, no QUIC event has a member of that name.
        return object(name, parser) || (messageMember(name, parser));
      }
    }
  }

  private boolean isMoq() {
    return event.type == EventType.OTHER
        ? event.name.startsWith("moqt:")
        : event.type.namespace().equals("moqt");
  }

  private boolean object(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "track_alias", "trackAlias" -> fields.trackAlias = id(parser);
      case "group_id", "groupId" -> fields.groupId = id(parser);
      case "subgroup_id", "subgroupId" -> fields.subgroupId = id(parser);
      case "subgroup_id_mode", "subgroupIdMode" -> fields.subgroupIdMode = id(parser);
      case "subgroup_id_bits" -> fields.subgroupIdBits = id(parser);
      case "object_id", "objectId" -> fields.objectId = id(parser);
      case "object_id_delta", "objectIdDelta" -> fields.objectIdDelta = id(parser);
      case "object_payload_length", "objectPayloadLength", "payload_length" -> {
        long length = id(parser);
        fields.payloadLengthBytes = length == ABSENT ? fields.payloadLengthBytes : length;
      }
      case "object_payload", "objectPayload" -> payload(parser);
      case "object_status", "objectStatus" -> status(parser);
      case "publisher_priority", "publisherPriority" -> fields.publisherPriority = id(parser);
      case "end_of_group", "endOfGroup" -> fields.endOfGroup = flag(parser);
      case "contains_end_of_group", "containsEndOfGroup" ->
          fields.containsEndOfGroup = flag(parser);
      case "end_of_nonexistent_range", "end_of_unknown_range" -> fields.rangeMarker |= flag(parser);
      case "header_type" -> headerType(lower(parser));
      default -> {
        return false;
      }
    }
    fields.touched = true;
    return true;
  }

  private void message(String name, JsonParser parser) throws IOException {
    if (name.equals("type")) {
      fields.touched = true;
      fields.messageType = lower(parser);
    } else if (!messageMember(name, parser)) {
      parser.skipChildren();
    }
  }

  /** A member of a control message; false, and nothing consumed, if it is none that is used. */
  private boolean messageMember(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "request_id",
          "requestId",
          "subscribe_id",
          "subscribeId",
          "max_subscribe_id",
          "maxSubscribeId" ->
          fields.requestId = id(parser);
      case "track_alias", "trackAlias" -> fields.trackAlias = id(parser);
      case "track_namespace",
          "trackNamespace",
          "track_namespace_prefix",
          "trackNamespacePrefix",
          "track_namespace_suffix" ->
          fields.trackNamespace = MoqNames.namespace(parser);
      case "track_name", "trackName" -> fields.trackName = MoqNames.name(parser);
      case "existing_request_id", "existingRequestId" -> fields.existingRequestId = id(parser);
      case "joining_request_id", "joiningRequestId", "joining_subscribe_id", "joiningSubscribeId" ->
          fields.joiningRequestId = id(parser);
      case "error_code", "errorCode" -> fields.errorCode = id(parser);
      case "status_code", "statusCode" -> fields.statusCode = id(parser);
      case "stream_count", "streamCount" -> fields.streamCount = id(parser);
      case "reason", "reason_phrase" -> fields.reason = LenientJson.text(parser);
      case "reason_bytes", "reasonBytes" -> {
        String hex = LenientJson.text(parser);
        if (fields.reason == null && hex != null) {
          fields.reason = MoqNames.decoded(hex);
        }
      }
      case "selected_version", "selectedVersion" -> fields.selectedVersion = version(parser);
      case "filter_type", "filterType" -> fields.filterType = lower(parser);
      case "subscription_filter" -> LenientJson.members(parser, filterMembers);
      case "fetch_type", "fetchType" -> fields.fetchType = lower(parser);
      case "standalone_fetch", "joining_fetch" -> LenientJson.members(parser, standaloneMembers);
      case "largest", "largest_location", "largest_object" ->
          LenientJson.members(parser, largestMembers);
      case "largest_group_id", "largestGroupId" -> fields.largestGroup = id(parser);
      case "largest_object_id", "largestObjectId" -> fields.largestObject = id(parser);
      case "start", "start_location" -> LenientJson.members(parser, startMembers);
      case "start_group", "startGroup" -> fields.startGroup = id(parser);
      case "start_object", "startObject" -> fields.startObject = id(parser);
      case "end_location" -> LenientJson.members(parser, endMembers);
      case "end_group", "endGroup" -> fields.endGroup = id(parser);
      case "end_object", "endObject" -> fields.endObject = id(parser);
      case "parameters" -> parameters(parser);
      default -> {
        return false;
      }
    }
    fields.touched = true;
    return true;
  }

  private void standalone(String name, JsonParser parser) throws IOException {
    if (!messageMember(name, parser)) {
      parser.skipChildren();
    }
  }

  private void filter(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "filter_type" -> fields.filterType = lower(parser);
      case "start_location" -> LenientJson.members(parser, startMembers);
      case "end_group" -> fields.endGroup = id(parser);
      default -> parser.skipChildren();
    }
  }

  /** Parameters as {@code {name, value}}; of those only the location and the filter are used. */
  private void parameters(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parameterName = null;
      LenientJson.members(parser, parameterMembers);
    }
  }

  private void parameter(String name, JsonParser parser) throws IOException {
    if (name.equals("name")) {
      parameterName = lower(parser);
    } else if (name.equals("value") && "largest_object".equals(parameterName)) {
      LenientJson.members(parser, largestMembers);
    } else if (name.equals("value") && "subscription_filter".equals(parameterName)) {
      LenientJson.members(parser, filterMembers);
    } else {
      parser.skipChildren();
    }
  }

  /** A payload as RawInfo, or (moxygen) as a text. */
  private void payload(JsonParser parser) throws IOException {
    if (!LenientJson.isText(parser)) {
      LenientJson.members(parser, payloadMembers);
    } else if (fields.payloadLengthBytes == ABSENT) {
      fields.payloadLengthBytes =
          utf8Bytes(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
  }

  private static long utf8Bytes(char[] text, int offset, int length) {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      // Of a pair of surrogates, each stands for two of the four bytes.
      bytes += text[i] < 0x80 ? 1 : text[i] < 0x800 || Character.isSurrogate(text[i]) ? 2 : 3;
    }
    return bytes;
  }

  private void payload(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "length", "payload_length" -> {
        long length = id(parser);
        if (fields.payloadLengthBytes == ABSENT) {
          fields.payloadLengthBytes = length;
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void largest(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "group" -> fields.largestGroup = id(parser);
      case "object" -> fields.largestObject = id(parser);
      default -> parser.skipChildren();
    }
  }

  private void start(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "group" -> fields.startGroup = id(parser);
      case "object" -> fields.startObject = id(parser);
      default -> parser.skipChildren();
    }
  }

  private void end(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "group" -> fields.endGroup = id(parser);
      case "object" -> fields.endObject = id(parser);
      default -> parser.skipChildren();
    }
  }

  /** A status: a number, or (moq-rs) the name of one in Rust's debug format. */
  private void status(JsonParser parser) throws IOException {
    long number = id(parser);
    if (number != ABSENT || !LenientJson.isText(parser)) {
      fields.objectStatus = number;
      return;
    }
    String name = lower(parser).replace("_", "");
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
  private long version(JsonParser parser) throws IOException {
    long number = id(parser);
    if (number != ABSENT || !LenientJson.isText(parser)) {
      return number;
    }
    Matcher text = VERSION.matcher(lower(parser));
    if (!text.find()) {
      return ABSENT;
    }
    return text.group(1) != null
        ? Long.parseLong(text.group(1), 16)
        : DRAFTS + Long.parseLong(text.group(2));
  }

  private long id(JsonParser parser) throws IOException {
    fields.touched = true;
    long value = LenientJson.unsigned(parser);
    return value > MoqFields.MAX_ID ? ABSENT : value;
  }

  private static boolean flag(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_TRUE) {
      return true;
    }
    if (token == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      return text.equals("true") || text.equals("1");
    }
    return LenientJson.unsigned(parser) > 0;
  }

  private String lower(JsonParser parser) throws IOException {
    if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
      parser.skipChildren();
      return null;
    }
    int length = Math.min(parser.getTextLength(), 256);
    return texts.get(parser.getTextCharacters(), parser.getTextOffset(), length);
  }
}
