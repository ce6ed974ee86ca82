package dev.moqlog.vocabulary;

import java.util.Map;

/**
 * The names of error codes with which applications close connections: HTTP/3 (RFC 9114 section 8.1,
 * RFC 9204 section 6, RFC 9297 section 5.2) and Media over QUIC sessions (moq-transport, session
 * termination).
 */
public final class ApplicationError {

  private static final long HTTP_NO_ERROR = 0x100;

  private static final Map<Long, String> HTTP =
      Map.ofEntries(
          Map.entry(0x33L, "http_datagram_error"),
          Map.entry(HTTP_NO_ERROR, "http_no_error"),
          Map.entry(0x101L, "http_general_protocol_error"),
          Map.entry(0x102L, "http_internal_error"),
          Map.entry(0x103L, "http_stream_creation_error"),
          Map.entry(0x104L, "http_closed_critical_stream"),
          Map.entry(0x105L, "http_frame_unexpected"),
          Map.entry(0x106L, "http_frame_error"),
          Map.entry(0x107L, "http_excessive_load"),
          Map.entry(0x108L, "http_id_error"),
          Map.entry(0x109L, "http_settings_error"),
          Map.entry(0x10aL, "http_missing_settings"),
          Map.entry(0x10bL, "http_request_rejected"),
          Map.entry(0x10cL, "http_request_cancelled"),
          Map.entry(0x10dL, "http_request_incomplete"),
          Map.entry(0x10eL, "http_message_error"),
          Map.entry(0x10fL, "http_connect_error"),
          Map.entry(0x110L, "http_version_fallback"),
          Map.entry(0x200L, "qpack_decompression_failed"),
          Map.entry(0x201L, "qpack_encoder_stream_error"),
          Map.entry(0x202L, "qpack_decoder_stream_error"));

  private static final Map<Long, String> MOQ =
      Map.ofEntries(
          Map.entry(0x0L, "no_error"),
          Map.entry(0x1L, "internal_error"),
          Map.entry(0x2L, "unauthorized"),
          Map.entry(0x3L, "protocol_violation"),
          Map.entry(0x4L, "invalid_request_id"),
          Map.entry(0x5L, "duplicate_track_alias"),
          Map.entry(0x6L, "key_value_formatting_error"),
          Map.entry(0x8L, "invalid_path"),
          Map.entry(0x9L, "malformed_path"),
          Map.entry(0x10L, "goaway_timeout"),
          Map.entry(0x11L, "control_message_timeout"),
          Map.entry(0x12L, "data_stream_timeout"),
          Map.entry(0x13L, "auth_token_cache_overflow"),
          Map.entry(0x14L, "duplicate_auth_token_alias"),
          Map.entry(0x15L, "version_negotiation_failed"),
          Map.entry(0x16L, "malformed_auth_token"),
          Map.entry(0x17L, "unknown_auth_token_alias"),
          Map.entry(0x18L, "expired_auth_token"),
          Map.entry(0x19L, "invalid_authority"),
          Map.entry(0x1aL, "malformed_authority"),
          Map.entry(0x1bL, "too_many_request_updates"));

  private ApplicationError() {}

  /**
   * The name of a code, or null if it has none.
   *
   * @param alpn the application protocol (RFC 7301); null if unknown, when a code of HTTP/3 is
   *     taken for one, since its range is hardly used by others
   */
  public static String nameOf(String alpn, long code) {
    if (alpn != null && alpn.startsWith("moq")) {
      return MOQ.get(code);
    }
    return alpn == null || alpn.startsWith("h3") ? HTTP.get(code) : null;
  }

  /** Whether an application means no error by that code. */
  public static boolean isNoError(String alpn, long code) {
    boolean http = alpn == null || alpn.startsWith("h3");
    return code == 0 || (http && code == HTTP_NO_ERROR);
  }
}
