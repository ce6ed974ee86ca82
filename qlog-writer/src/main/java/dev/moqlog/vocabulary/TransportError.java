package dev.moqlog.vocabulary;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The names of transport error codes (RFC 9000 section 20.1). */
public final class TransportError {

  private static final List<String> NAMES =
      List.of(
          "no_error",
          "internal_error",
          "connection_refused",
          "flow_control_error",
          "stream_limit_error",
          "stream_state_error",
          "final_size_error",
          "frame_encoding_error",
          "transport_parameter_error",
          "connection_id_limit_error",
          "protocol_violation",
          "invalid_token",
          "application_error",
          "crypto_buffer_exceeded",
          "key_update_error",
          "aead_limit_reached",
          "no_viable_path");

  private static final Map<Integer, String> ALERTS =
      Map.ofEntries(
          Map.entry(0, "close_notify"),
          Map.entry(10, "unexpected_message"),
          Map.entry(20, "bad_record_mac"),
          Map.entry(22, "record_overflow"),
          Map.entry(40, "handshake_failure"),
          Map.entry(42, "bad_certificate"),
          Map.entry(43, "unsupported_certificate"),
          Map.entry(44, "certificate_revoked"),
          Map.entry(45, "certificate_expired"),
          Map.entry(46, "certificate_unknown"),
          Map.entry(47, "illegal_parameter"),
          Map.entry(48, "unknown_ca"),
          Map.entry(49, "access_denied"),
          Map.entry(50, "decode_error"),
          Map.entry(51, "decrypt_error"),
          Map.entry(70, "protocol_version"),
          Map.entry(71, "insufficient_security"),
          Map.entry(80, "internal_error"),
          Map.entry(86, "inappropriate_fallback"),
          Map.entry(90, "user_canceled"),
          Map.entry(109, "missing_extension"),
          Map.entry(110, "unsupported_extension"),
          Map.entry(112, "unrecognized_name"),
          Map.entry(113, "bad_certificate_status_response"),
          Map.entry(115, "unknown_psk_identity"),
          Map.entry(116, "certificate_required"),
          Map.entry(120, "no_application_protocol"),
          Map.entry(121, "ech_required"));

  private static final int FIRST_CRYPTO_ERROR = 0x100;
  private static final int CRYPTO_ERRORS = 0x100;
  private static final String[] CRYPTO_NAMES = cryptoNames();

  private TransportError() {}

  /** The name as qlog writes it, or null for a code that has none. */
  public static String nameOf(long code) {
    if (code >= 0 && code < NAMES.size()) {
      return NAMES.get((int) code);
    }
    if (code >= FIRST_CRYPTO_ERROR && code < FIRST_CRYPTO_ERROR + CRYPTO_ERRORS) {
      return CRYPTO_NAMES[(int) code - FIRST_CRYPTO_ERROR];
    }
    return null;
  }

  /** The code that a name as qlog writes it stands for, or -1 if there is none. */
  public static long codeOf(String name) {
    int code = NAMES.indexOf(name);
    if (code < 0 && name.startsWith("crypto_error_0x1")) {
      int alert = Arrays.asList(CRYPTO_NAMES).indexOf(name);
      return alert < 0 ? -1 : FIRST_CRYPTO_ERROR + alert;
    }
    return code;
  }

  /** Whether the code stands for a TLS alert (RFC 9001 section 4.8). */
  public static boolean isCrypto(long code) {
    return code >= FIRST_CRYPTO_ERROR && code < FIRST_CRYPTO_ERROR + CRYPTO_ERRORS;
  }

  /**
   * The TLS alert in a code, as RFC 8446 section 6 and the registry name it; null if the code holds
   * none or the alert has no name.
   */
  public static String alertOf(long code) {
    return isCrypto(code) ? ALERTS.get((int) code - FIRST_CRYPTO_ERROR) : null;
  }

  private static String[] cryptoNames() {
    String[] names = new String[CRYPTO_ERRORS];
    for (int alert = 0; alert < CRYPTO_ERRORS; alert++) {
      names[alert] = "crypto_error_0x" + Integer.toHexString(FIRST_CRYPTO_ERROR + alert);
    }
    return names;
  }
}
