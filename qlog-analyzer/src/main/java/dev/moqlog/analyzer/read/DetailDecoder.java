package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.vocabulary.EventType;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decodes the members of {@code data} that are neither of a packet nor of recovery metrics:
 * transport parameters, states, timers, addresses, and how the connection ends.
 */
final class DetailDecoder {

  private static final int MILLIS_TO_NANOS = 6;

  /** 0 to 20 bytes (RFC 9000 section 17.2), and room for future versions. */
  private static final Pattern CONNECTION_ID = Pattern.compile("([0-9a-fA-F]{2}){1,64}");

  private final QlogEvent event;
  private final Texts texts;
  private final LenientJson.MemberReader localMembers = this::local;
  private final LenientJson.MemberReader remoteMembers = this::remote;
  private final LenientJson.MemberReader alpnMembers = this::alpn;
  private final LenientJson.MemberReader fromMembers = this::from;
  private final LenientJson.MemberReader toMembers = this::to;

  private int timeDigits = MILLIS_TO_NANOS;
  private String kind;
  private String localHost;
  private String localPort;
  private String remoteHost;
  private String remotePort;
  private String fromHost;
  private String fromPort;
  private String toHost;
  private String toPort;

  DetailDecoder(QlogEvent event, Texts texts) {
    this.event = event;
    this.texts = texts;
  }

  /** How many digits the times of the current trace are shifted by to be in nanoseconds. */
  void setTimeDigits(int timeDigits) {
    this.timeDigits = timeDigits;
  }

  /** Another event begins. */
  void begin() {
    kind = null;
    localHost = null;
    localPort = null;
    remoteHost = null;
    remotePort = null;
    fromHost = null;
    fromPort = null;
    toHost = null;
    toPort = null;
  }

  /** The event is complete: puts together what came in parts. */
  void end() {
    DetailFields detail = event.detail;
    if (fromHost != null || toHost != null) {
      datagramAddresses();
    }
    detail.localAddress = address(localHost, localPort);
    detail.remoteAddress = address(remoteHost, remotePort);
    if (event.close.reason == null) {
      event.close.reason = detail.reason;
    }
    switch (event.type) {
      case TIMER_UPDATED -> oldTimer(detail);
      case ALPN_INFORMATION -> {
        // {old, new} until draft-01.
        if (detail.chosenAlpn == null) {
          detail.chosenAlpn = detail.newState;
        }
      }
      default -> {}
    }
  }

  /** Until draft-01 the name of the event said what became of the timer; mvfst logs only expiry. */
  private void oldTimer(DetailFields detail) {
    if (detail.timerType == null && kind != null) {
      detail.timerType = kind.toLowerCase(Locale.ROOT);
    }
    if (detail.timerEvent != null) {
      return;
    }
    String name = event.name.toLowerCase(Locale.ROOT);
    if (name.endsWith("_set")) {
      detail.timerEvent = "set";
    } else if (!name.endsWith("updated") || kind != null) {
      detail.timerEvent = "expired";
    }
  }

  /** What kind of thing {@code type} says the event is about; the parser stays on it. */
  void kind(JsonParser parser) throws IOException {
    kind = LenientJson.isText(parser) ? texts.shortText(parser) : null;
  }

  /** The addresses of a datagram: which of them is ours depends on its direction. */
  private void datagramAddresses() {
    boolean sent = event.type == EventType.UDP_DATAGRAMS_SENT;
    localHost = sent ? fromHost : toHost;
    localPort = sent ? fromPort : toPort;
    remoteHost = sent ? toHost : fromHost;
    remotePort = sent ? toPort : fromPort;
  }

  private static String address(String host, String port) {
    if (host == null) {
      return port;
    }
    return port == null ? host : host + ' ' + port;
  }

  /** Decodes a member, the parser standing on its value; false if it is none of these. */
  boolean member(String name, JsonParser parser) throws IOException {
    DetailFields detail = event.detail;
    CloseFields close = event.close;
    switch (name) {
      case "trigger", "drop_reason" -> detail.trigger = texts.shortText(parser);
      case "old" -> {
        detail.oldState = texts.shortText(parser);
        detail.oldValue = number(detail.oldState);
      }
      case "new", "state", "mtu" -> {
        detail.newState = texts.shortText(parser);
        detail.newValue = number(detail.newState);
      }
      case "reason" -> detail.reason = texts.shortText(parser);
      case "message" -> {
        if (LenientJson.isObject(parser)) {
          return false;
        }
        detail.message = Texts.shortened(LenientJson.text(parser));
      }
      case "from" -> detail.from = texts.shortText(parser);
      case "to" -> detail.to = texts.shortText(parser);
      case "timer_type" -> detail.timerType = texts.shortText(parser);
      case "event_type" -> detail.timerEvent = texts.shortText(parser);
      case "delta", "timeout" -> detail.deltaNanos = LenientJson.scaled(parser, timeDigits);
      case "chosen_alpn" -> {
        if (LenientJson.isObject(parser)) {
          LenientJson.members(parser, alpnMembers);
        } else {
          detail.chosenAlpn = texts.shortText(parser);
        }
      }
      case "chosen_version", "quic_version", "version" -> detail.chosenVersion = version(parser);
      case "success" ->
          detail.newState = LenientJson.bool(parser) ? "probing_successful" : "probing_abandoned";
      case "alpn" -> {
        String alpn = texts.shortText(parser);
        if (detail.chosenAlpn == null) {
          detail.chosenAlpn = alpn;
        }
      }
      case "client_alpns", "server_alpns" -> detail.offeredAlpn = onlyAlpn(parser);
      case "key_type" -> detail.keyType = texts.shortText(parser);
      case "key_phase", "generation" -> detail.keyPhase = LenientJson.unsigned(parser);
      case "stream_side" -> detail.streamSide = texts.shortText(parser);
      case "stream_id", "id" -> detail.streamId = LenientJson.unsigned(parser);
      case "offset" -> detail.dataOffset = LenientJson.unsigned(parser);
      case "length" -> detail.dataLengthBytes = LenientJson.unsigned(parser);
      case "count" -> detail.datagramCount = LenientJson.unsigned(parser);
      case "ecn" -> ecn(parser);
      case "tuple_id", "path_id" -> detail.tupleId = texts.shortText(parser);
      case "resumption_allowed" -> detail.resumptionAllowed = LenientJson.bool(parser);

      case "connection_error", "connection_code" -> close.transportError = code(parser);
      case "application_error", "application_code" -> close.applicationError = code(parser);
      case "error" -> close.error = texts.shortText(parser);
      case "error_space" -> close.errorSpace = errorSpace(parser);
      case "error_code", "error_code_value", "raw_error_code", "code_bytes" -> {
        String code = code(parser);
        close.errorCode = number(code);
        if (close.errorCode == ABSENT && close.error == null) {
          close.error = code;
        }
      }

      case "local", "tuple_local", "path_local" -> LenientJson.members(parser, localMembers);
      case "remote", "tuple_remote", "path_remote" -> LenientJson.members(parser, remoteMembers);
      case "addr_from" -> LenientJson.members(parser, fromMembers);
      case "addr_to" -> LenientJson.members(parser, toMembers);
      case "src_ip" -> localHost = texts.shortText(parser);
      case "src_port" -> localPort = texts.shortText(parser);
      case "dst_ip" -> remoteHost = texts.shortText(parser);
      case "dst_port" -> remotePort = texts.shortText(parser);
      default -> {
        return parameter(name, parser);
      }
    }
    return true;
  }

  /** Transport parameters; those that are times are in milliseconds whatever unit the log has. */
  private boolean parameter(String name, JsonParser parser) throws IOException {
    ParameterFields parameters = event.parameters;
    switch (name) {
      case "original_destination_connection_id", "original_connection_id" ->
          parameters.originalDestinationConnectionId = connectionId(LenientJson.text(parser));
      case "retry_source_connection_id" ->
          parameters.retried = connectionId(LenientJson.text(parser)) != null;
      case "max_ack_delay" ->
          parameters.maxAckDelayNanos = LenientJson.scaled(parser, MILLIS_TO_NANOS);
      case "ack_delay_exponent" -> parameters.ackDelayExponent = LenientJson.unsigned(parser);
      case "max_idle_timeout", "idle_timeout" ->
          parameters.maxIdleTimeoutNanos = LenientJson.scaled(parser, MILLIS_TO_NANOS);
      case "max_udp_payload_size", "max_packet_size" ->
          parameters.maxUdpPayloadBytes = LenientJson.unsigned(parser);
      case "max_datagram_frame_size" ->
          parameters.maxDatagramFrameBytes = LenientJson.unsigned(parser);
      case "initial_max_data" -> parameters.initialMaxDataBytes = LenientJson.unsigned(parser);
      case "initial_max_stream_data_bidi_local" ->
          parameters.initialMaxStreamDataBidiLocalBytes = LenientJson.unsigned(parser);
      case "initial_max_stream_data_bidi_remote" ->
          parameters.initialMaxStreamDataBidiRemoteBytes = LenientJson.unsigned(parser);
      case "initial_max_stream_data_uni" ->
          parameters.initialMaxStreamDataUniBytes = LenientJson.unsigned(parser);
      case "initial_max_streams_bidi" ->
          parameters.initialMaxStreamsBidi = LenientJson.unsigned(parser);
      case "initial_max_streams_uni" ->
          parameters.initialMaxStreamsUni = LenientJson.unsigned(parser);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** An error as text; of an object, as some drafts allow, nothing. */
  private String code(JsonParser parser) throws IOException {
    return texts.shortText(parser);
  }

  /** {@code transport} or {@code application}, of which tquic makes {@code application_error}. */
  private String errorSpace(JsonParser parser) throws IOException {
    return errorSpace(texts.shortText(parser));
  }

  static String errorSpace(String space) {
    if (space == null) {
      return null;
    }
    return switch (space) {
      case "application_error" -> "application";
      case "transport_error" -> "transport";
      default -> space;
    };
  }

  /** A QUIC version in lower-case hexadecimal without prefix or leading zeros, as most write it. */
  String version(JsonParser parser) throws IOException {
    boolean integer = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    String text = texts.shortText(parser);
    if (text == null) {
      return null;
    }
    if (integer) {
      long number = number(text);
      return number == ABSENT ? null : Long.toHexString(number);
    }
    int digits = text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
    while (digits < text.length() - 1 && text.charAt(digits) == '0') {
      digits++;
    }
    return text.substring(digits).toLowerCase(Locale.ROOT);
  }

  private static long number(String text) {
    if (text == null || text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      return ABSENT;
    }
    long value = Decimal.scaled(text, 0);
    return value < 0 ? ABSENT : value;
  }

  /** A mark, or a list of marks. */
  private void ecn(JsonParser parser) throws IOException {
    DetailFields detail = event.detail;
    detail.ecnMarks = 0;
    detail.ect0Marks = 0;
    detail.ect1Marks = 0;
    if (LenientJson.isArray(parser)) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        mark(texts.shortText(parser));
      }
    } else {
      mark(texts.shortText(parser));
    }
  }

  private void mark(String mark) {
    DetailFields detail = event.detail;
    if (mark != null) {
      switch (mark) {
        case "CE", "ce" -> detail.ecnMarks++;
        case "ECT(0)", "ect0" -> detail.ect0Marks++;
        case "ECT(1)", "ect1" -> detail.ect1Marks++;
        default -> {}
      }
    }
  }

  /** The one protocol of a list, null if there are more. */
  private String onlyAlpn(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return null;
    }
    String chosen = event.detail.chosenAlpn;
    String only = null;
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      event.detail.chosenAlpn = null;
      if (LenientJson.isObject(parser)) {
        LenientJson.members(parser, alpnMembers);
        only = event.detail.chosenAlpn;
      } else {
        only = texts.shortText(parser);
      }
      count++;
    }
    event.detail.chosenAlpn = chosen;
    return count == 1 ? only : null;
  }

  private void alpn(String name, JsonParser parser) throws IOException {
    if (name.equals("string_value")) {
      event.detail.chosenAlpn = texts.shortText(parser);
    } else {
      parser.skipChildren();
    }
  }

  private void local(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "ip_v4", "ip_v6", "ip" -> localHost = texts.shortText(parser);
      case "port_v4", "port_v6", "port" -> localPort = texts.shortText(parser);
      // quic-go since 2025.
      case "address_v4", "address_v6" -> LenientJson.members(parser, localMembers);
      default -> parser.skipChildren();
    }
  }

  private void remote(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "ip_v4", "ip_v6", "ip" -> remoteHost = texts.shortText(parser);
      case "port_v4", "port_v6", "port" -> remotePort = texts.shortText(parser);
      case "address_v4", "address_v6" -> LenientJson.members(parser, remoteMembers);
      default -> parser.skipChildren();
    }
  }

  private void from(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "ip_v4", "ip_v6" -> fromHost = texts.shortText(parser);
      case "port_v4", "port_v6" -> fromPort = texts.shortText(parser);
      default -> parser.skipChildren();
    }
  }

  private void to(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "ip_v4", "ip_v6" -> toHost = texts.shortText(parser);
      case "port_v4", "port_v6" -> toPort = texts.shortText(parser);
      default -> parser.skipChildren();
    }
  }

  /** A connection id, also in the wrapping of Rust's debug format (tquic); null if it is none. */
  static String connectionId(String text) {
    if (text == null) {
      return null;
    }
    String id =
        text.startsWith("Some(") && text.endsWith(")")
            ? text.substring(5, text.length() - 1)
            : text;
    return CONNECTION_ID.matcher(id).matches() ? id : null;
  }
}
