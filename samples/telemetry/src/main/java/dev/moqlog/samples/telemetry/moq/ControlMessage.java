package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.vocabulary.ControlMessageType;

/**
 * A control message of moq-transport.
 *
 * @param requestId -1 if the message has none
 * @param namespace empty if the message has none
 * @param trackName empty if the message has none
 * @param alias of {@code subscribe_ok}
 * @param code of an error or an end
 * @param reason of an error or an end
 * @param existingRequestId the request that a {@code request_update} changes
 */
public record ControlMessage(
    ControlMessageType type,
    long requestId,
    String namespace,
    String trackName,
    long alias,
    long code,
    String reason,
    long existingRequestId) {

  /** There is no such track. */
  public static final long DOES_NOT_EXIST = 0x10;

  /** The track is over. */
  public static final long TRACK_ENDED = 0x2;

  private static final int LEAST_BYTES = 8;

  static ControlMessage of(ControlMessageType type, long requestId) {
    return new ControlMessage(type, requestId, "", "", 0, 0, "", -1);
  }

  static ControlMessage publishNamespace(long requestId, String namespace) {
    return new ControlMessage(
        ControlMessageType.PUBLISH_NAMESPACE, requestId, namespace, "", 0, 0, "", -1);
  }

  static ControlMessage subscribe(long requestId, String namespace, String trackName) {
    return new ControlMessage(
        ControlMessageType.SUBSCRIBE, requestId, namespace, trackName, 0, 0, "", -1);
  }

  static ControlMessage subscribeOk(long requestId, long alias) {
    return new ControlMessage(ControlMessageType.SUBSCRIBE_OK, requestId, "", "", alias, 0, "", -1);
  }

  /** The sender does not want a subscription any more. */
  static ControlMessage pause(long requestId, long existingRequestId) {
    return new ControlMessage(
        ControlMessageType.REQUEST_UPDATE, requestId, "", "", 0, 0, "", existingRequestId);
  }

  static ControlMessage refusal(long requestId, String reason) {
    return new ControlMessage(
        ControlMessageType.REQUEST_ERROR, requestId, "", "", 0, DOES_NOT_EXIST, reason, -1);
  }

  static ControlMessage done(long requestId) {
    return new ControlMessage(
        ControlMessageType.PUBLISH_DONE, requestId, "", "", 0, TRACK_ENDED, "track ended", -1);
  }

  /** About its size on the wire. */
  public int bytes() {
    return LEAST_BYTES + namespace.length() + trackName.length() + reason.length();
  }
}
