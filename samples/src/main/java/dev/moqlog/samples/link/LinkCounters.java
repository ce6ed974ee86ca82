package dev.moqlog.samples.link;

/**
 * What became of the datagrams that went one way over a link. Each received datagram is counted
 * once among the others.
 *
 * @param received how many the link took in
 * @param receivedBytes how many bytes of payload were in them
 * @param forwarded how many it sent on
 * @param forwardedBytes how many bytes of payload were in those
 * @param lost how many it lost at random
 * @param overflowed how many it dropped because too many were waiting
 * @param sendFailures how many the operating system refused to send
 * @param inTransit how many are on their way; after {@link LossyLink#close}, how many never arrived
 */
public record LinkCounters(
    long received,
    long receivedBytes,
    long forwarded,
    long forwardedBytes,
    long lost,
    long overflowed,
    long sendFailures,
    long inTransit) {

  /** How many datagrams the link dropped on purpose. */
  public long dropped() {
    return lost + overflowed;
  }
}
