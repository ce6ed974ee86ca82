package dev.moqlog.vocabulary;

import java.util.List;

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

  private static String[] cryptoNames() {
    String[] names = new String[CRYPTO_ERRORS];
    for (int alert = 0; alert < CRYPTO_ERRORS; alert++) {
      names[alert] = "crypto_error_0x" + Integer.toHexString(FIRST_CRYPTO_ERROR + alert);
    }
    return names;
  }
}
