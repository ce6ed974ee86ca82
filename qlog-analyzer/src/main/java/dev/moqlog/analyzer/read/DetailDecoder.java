package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

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

  private final Texts texts;

  private QlogEvent event;
  private int timeDigits = MILLIS_TO_NANOS;
  private String kind;

  /** Whether any of the addresses below may be set. */
  private boolean addressSeen;

  private String localHost;
  private String localPort;
  private String remoteHost;
  private String remotePort;
  private String fromHost;
  private String fromPort;
  private String toHost;
  private String toPort;

  DetailDecoder(Texts texts) {
    this.texts = texts;
  }

  /** How many digits the times of the current trace are shifted by to be in nanoseconds. */
  void setTimeDigits(int timeDigits) {
    this.timeDigits = timeDigits;
  }

  /** Another event begins. */
  void begin(QlogEvent another) {
    event = another;
    kind = null;
    if (!addressSeen) {
      return;
    }
    addressSeen = false;
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
    if (addressSeen) {
      if (fromHost != null || toHost != null) {
        datagramAddresses();
      }
      detail.localAddress = address(localHost, localPort);
      detail.remoteAddress = address(remoteHost, remotePort);
    }
    if (event.close.reason == null && detail.reason != null) {
      event.close.touched = true;
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
    detail.touched = true;
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

  /** What kind of thing {@code type} says the event is about; the cursor stays at it. */
  void kind(JsonCursor cursor) throws IOException {
    kind = cursor.isText() ? texts.shortText(cursor) : null;
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

  /** Decodes a member, the cursor standing at its value; false if it is none of these. */
  boolean member(MemberName name, JsonCursor cursor) throws IOException {
    if (name == MemberName.OTHER) {
      return false;
    }
    DetailFields detail = event.detail;
    CloseFields close = event.close;
    detail.touched = true;
    close.touched = true;
    switch (name) {
      case TRIGGER, DROP_REASON -> detail.trigger = texts.shortText(cursor);
      case OLD -> {
        detail.oldState = texts.shortText(cursor);
        detail.oldValue = number(detail.oldState);
      }
      case NEW, STATE, MTU -> {
        detail.newState = texts.shortText(cursor);
        detail.newValue = number(detail.newState);
      }
      case REASON -> detail.reason = texts.shortText(cursor);
      case MESSAGE -> {
        if (cursor.isObject()) {
          return false;
        }
        detail.message = Texts.shortened(cursor.text());
      }
      case FROM -> detail.from = texts.shortText(cursor);
      case TO -> detail.to = texts.shortText(cursor);
      case TIMER_TYPE -> detail.timerType = texts.shortText(cursor);
      case EVENT_TYPE -> detail.timerEvent = texts.shortText(cursor);
      case DELTA, TIMEOUT -> detail.deltaNanos = cursor.scaled(timeDigits);
      case CHOSEN_ALPN -> {
        if (cursor.isObject()) {
          alpn(cursor);
        } else {
          detail.chosenAlpn = texts.shortText(cursor);
        }
      }
      case CHOSEN_VERSION, QUIC_VERSION, VERSION -> detail.chosenVersion = version(cursor);
      case SUCCESS -> detail.newState = cursor.bool() ? "probing_successful" : "probing_abandoned";
      case ALPN -> {
        String alpn = texts.shortText(cursor);
        if (detail.chosenAlpn == null) {
          detail.chosenAlpn = alpn;
        }
      }
      case CLIENT_ALPNS, SERVER_ALPNS -> detail.offeredAlpn = onlyAlpn(cursor);
      case KEY_TYPE -> detail.keyType = texts.shortText(cursor);
      case KEY_PHASE, GENERATION -> detail.keyPhase = cursor.unsigned();
      case STREAM_SIDE -> detail.streamSide = texts.shortText(cursor);
      case STREAM_ID, ID -> detail.streamId = cursor.unsigned();
      case OFFSET -> detail.dataOffset = cursor.unsigned();
      case LENGTH -> detail.dataLengthBytes = cursor.unsigned();
      case COUNT -> detail.datagramCount = cursor.unsigned();
      case ECN -> ecn(cursor);
      case TUPLE_ID, PATH_ID -> detail.tupleId = texts.shortText(cursor);
      case RESUMPTION_ALLOWED -> detail.resumptionAllowed = cursor.bool();

      case CONNECTION_ERROR, CONNECTION_CODE -> close.transportError = code(cursor);
      case APPLICATION_ERROR, APPLICATION_CODE -> close.applicationError = code(cursor);
      case ERROR -> close.error = texts.shortText(cursor);
      case ERROR_SPACE -> close.errorSpace = errorSpace(cursor);
      case ERROR_CODE, ERROR_CODE_VALUE, RAW_ERROR_CODE, CODE_BYTES -> {
        String code = code(cursor);
        close.errorCode = number(code);
        if (close.errorCode == ABSENT && close.error == null) {
          close.error = code;
        }
      }

      case LOCAL,
          TUPLE_LOCAL,
          PATH_LOCAL,
          REMOTE,
          TUPLE_REMOTE,
          PATH_REMOTE,
          ADDR_FROM,
          ADDR_TO,
          SRC_IP,
          SRC_PORT,
          DST_IP,
          DST_PORT ->
          address(name, cursor);
      default -> {
        return parameter(name, cursor);
      }
    }
    return true;
  }

  private void address(MemberName name, JsonCursor cursor) throws IOException {
    addressSeen = true;
    switch (name) {
      case LOCAL, TUPLE_LOCAL, PATH_LOCAL -> local(cursor);
      case REMOTE, TUPLE_REMOTE, PATH_REMOTE -> remote(cursor);
      case ADDR_FROM -> from(cursor);
      case ADDR_TO -> to(cursor);
      case SRC_IP -> localHost = texts.shortText(cursor);
      case SRC_PORT -> localPort = texts.shortText(cursor);
      case DST_IP -> remoteHost = texts.shortText(cursor);
      case DST_PORT -> remotePort = texts.shortText(cursor);
      default -> cursor.skip();
    }
  }

  /** Transport parameters; those that are times are in milliseconds whatever unit the log has. */
  private boolean parameter(MemberName name, JsonCursor cursor) throws IOException {
    ParameterFields parameters = event.parameters;
    parameters.touched = true;
    switch (name) {
      case ORIGINAL_DESTINATION_CONNECTION_ID, ORIGINAL_CONNECTION_ID ->
          parameters.originalDestinationConnectionId = connectionId(cursor.text());
      case RETRY_SOURCE_CONNECTION_ID -> parameters.retried = connectionId(cursor.text()) != null;
      case MAX_ACK_DELAY -> parameters.maxAckDelayNanos = cursor.scaled(MILLIS_TO_NANOS);
      case ACK_DELAY_EXPONENT -> parameters.ackDelayExponent = cursor.unsigned();
      case MAX_IDLE_TIMEOUT, IDLE_TIMEOUT ->
          parameters.maxIdleTimeoutNanos = cursor.scaled(MILLIS_TO_NANOS);
      case MAX_UDP_PAYLOAD_SIZE, MAX_PACKET_SIZE ->
          parameters.maxUdpPayloadBytes = cursor.unsigned();
      case MAX_DATAGRAM_FRAME_SIZE -> parameters.maxDatagramFrameBytes = cursor.unsigned();
      case INITIAL_MAX_DATA -> parameters.initialMaxDataBytes = cursor.unsigned();
      case INITIAL_MAX_STREAM_DATA_BIDI_LOCAL ->
          parameters.initialMaxStreamDataBidiLocalBytes = cursor.unsigned();
      case INITIAL_MAX_STREAM_DATA_BIDI_REMOTE ->
          parameters.initialMaxStreamDataBidiRemoteBytes = cursor.unsigned();
      case INITIAL_MAX_STREAM_DATA_UNI ->
          parameters.initialMaxStreamDataUniBytes = cursor.unsigned();
      case INITIAL_MAX_STREAMS_BIDI -> parameters.initialMaxStreamsBidi = cursor.unsigned();
      case INITIAL_MAX_STREAMS_UNI -> parameters.initialMaxStreamsUni = cursor.unsigned();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** An error as text; of an object, as some drafts allow, nothing. */
  private String code(JsonCursor cursor) throws IOException {
    return texts.shortText(cursor);
  }

  /** {@code transport} or {@code application}, of which tquic makes {@code application_error}. */
  private String errorSpace(JsonCursor cursor) throws IOException {
    return errorSpace(texts.shortText(cursor));
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
  String version(JsonCursor cursor) throws IOException {
    boolean integer = cursor.isInteger();
    String text = texts.shortText(cursor);
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
  private void ecn(JsonCursor cursor) throws IOException {
    DetailFields detail = event.detail;
    detail.ecnMarks = 0;
    detail.ect0Marks = 0;
    detail.ect1Marks = 0;
    if (cursor.isArray()) {
      for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
        mark(texts.shortText(cursor));
      }
    } else {
      mark(texts.shortText(cursor));
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
  private String onlyAlpn(JsonCursor cursor) throws IOException {
    if (!cursor.isArray()) {
      cursor.skip();
      return null;
    }
    String chosen = event.detail.chosenAlpn;
    String only = null;
    int count = 0;
    for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
      event.detail.chosenAlpn = null;
      if (cursor.isObject()) {
        alpn(cursor);
        only = event.detail.chosenAlpn;
      } else {
        only = texts.shortText(cursor);
      }
      count++;
    }
    event.detail.chosenAlpn = chosen;
    return count == 1 ? only : null;
  }

  private void alpn(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      if (name == MemberName.STRING_VALUE) {
        event.detail.chosenAlpn = texts.shortText(cursor);
      } else {
        cursor.skip();
      }
    }
  }

  private void local(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case IP_V4, IP_V6, IP -> localHost = texts.shortText(cursor);
        case PORT_V4, PORT_V6, PORT -> localPort = texts.shortText(cursor);
        // quic-go since 2025.
        case ADDRESS_V4, ADDRESS_V6 -> local(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void remote(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case IP_V4, IP_V6, IP -> remoteHost = texts.shortText(cursor);
        case PORT_V4, PORT_V6, PORT -> remotePort = texts.shortText(cursor);
        case ADDRESS_V4, ADDRESS_V6 -> remote(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void from(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case IP_V4, IP_V6 -> fromHost = texts.shortText(cursor);
        case PORT_V4, PORT_V6 -> fromPort = texts.shortText(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void to(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case IP_V4, IP_V6 -> toHost = texts.shortText(cursor);
        case PORT_V4, PORT_V6 -> toPort = texts.shortText(cursor);
        default -> cursor.skip();
      }
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
