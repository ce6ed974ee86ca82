package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/** Reads transport parameters from the text that Chrome makes of them for people. */
final class NetlogParameters {

  private static final int MILLIS_TO_NANOS = 6;

  private NetlogParameters() {}

  /**
   * Reads a text such as {@code [Server max_idle_timeout 30000 initial_max_data 1048576]}.
   *
   * @param text may be cut, or null
   */
  static void read(String text, ParameterFields parameters) {
    if (text == null) {
      return;
    }
    String[] words = text.split("[ \\[\\]]+");
    // The last word may be cut, and a last name has no value.
    for (int i = 0; i + 1 < words.length; i++) {
      boolean last = i + 2 == words.length && !text.endsWith("]");
      if (!last) {
        parameter(words[i], words[i + 1], parameters);
      }
    }
  }

  private static void parameter(String name, String value, ParameterFields parameters) {
    switch (name) {
      case "original_destination_connection_id" ->
          parameters.originalDestinationConnectionId = DetailDecoder.connectionId(value);
      case "max_idle_timeout" -> parameters.maxIdleTimeoutNanos = nanos(value);
      case "max_ack_delay" -> parameters.maxAckDelayNanos = nanos(value);
      case "ack_delay_exponent" -> parameters.ackDelayExponent = unsigned(value);
      case "max_udp_payload_size", "max_packet_size" ->
          parameters.maxUdpPayloadBytes = unsigned(value);
      case "max_datagram_frame_size" -> parameters.maxDatagramFrameBytes = unsigned(value);
      case "initial_max_data" -> parameters.initialMaxDataBytes = unsigned(value);
      case "initial_max_stream_data_bidi_local" ->
          parameters.initialMaxStreamDataBidiLocalBytes = unsigned(value);
      case "initial_max_stream_data_bidi_remote" ->
          parameters.initialMaxStreamDataBidiRemoteBytes = unsigned(value);
      case "initial_max_stream_data_uni" ->
          parameters.initialMaxStreamDataUniBytes = unsigned(value);
      case "initial_max_streams_bidi" -> parameters.initialMaxStreamsBidi = unsigned(value);
      case "initial_max_streams_uni" -> parameters.initialMaxStreamsUni = unsigned(value);
      default -> {}
    }
  }

  private static long unsigned(String value) {
    long number = Decimal.scaled(value, 0);
    return number < 0 ? ABSENT : number;
  }

  private static long nanos(String millis) {
    long nanos = Decimal.scaled(millis, MILLIS_TO_NANOS);
    return nanos < 0 ? ABSENT : nanos;
  }
}
