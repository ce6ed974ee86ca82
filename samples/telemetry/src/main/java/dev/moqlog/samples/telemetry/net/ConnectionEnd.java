package dev.moqlog.samples.telemetry.net;

/**
 * How a connection ended.
 *
 * @param byRemote whether the peer closed it
 * @param byApplication whether the code is the application's
 * @param errorCode 0 for no error
 * @param reason the reason phrase, may be empty
 * @param trigger why, in the word of qlog
 */
public record ConnectionEnd(
    boolean byRemote, boolean byApplication, long errorCode, String reason, String trigger) {

  /** The word of qlog for a connection over which nothing came for too long. */
  public static final String IDLE_TIMEOUT = "idle_timeout";

  static ConnectionEnd idle() {
    return new ConnectionEnd(false, false, 0, "", IDLE_TIMEOUT);
  }

  static ConnectionEnd of(boolean byRemote, Frame.Close close) {
    String trigger = close.byApplication() ? "application" : "error";
    return new ConnectionEnd(
        byRemote, close.byApplication(), close.errorCode(), close.reason(), trigger);
  }

  /** Whether it was closed for an error. */
  public boolean isError() {
    return errorCode != 0;
  }

  /** Whether nothing came any more. */
  public boolean isSilent() {
    return trigger.equals(IDLE_TIMEOUT);
  }
}
