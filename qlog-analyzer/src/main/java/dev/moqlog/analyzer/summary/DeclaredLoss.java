package dev.moqlog.analyzer.summary;

/**
 * The packets that a sender declared lost, and what the other end's log says of them.
 *
 * @param declared distinct packets declared lost and logged as sent
 * @param spurious of those, packets that the peer received
 * @param lost of those, packets that the network lost
 * @param undeclared packets that the network lost and the sender never declared
 */
public record DeclaredLoss(long declared, long spurious, long lost, long undeclared) {

  /** Declared packets whose fate is not known, or that the peer dropped. */
  public long unknown() {
    return declared - spurious - lost;
  }
}
