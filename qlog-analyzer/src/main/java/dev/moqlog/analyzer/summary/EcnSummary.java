package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Explicit congestion notification (RFC 9000 section 13.4).
 *
 * @param state the last state that the stack logged: testing, unknown, failed or capable
 * @param failures how often validation failed: as logged, or because the peer counts more marks
 *     than packets were sent
 * @param ackedEct0 packets that the peer counted with ECT(0), over all packet number spaces; absent
 *     if no ACK frame had counts
 * @param ackedEct1 packets that the peer counted with ECT(1)
 * @param ackedCe packets that the peer counted as marked by the network
 * @param receivedEct0 packets or datagrams received with ECT(0); absent if no event has marks
 * @param receivedEct1 packets or datagrams received with ECT(1)
 * @param receivedCe packets or datagrams received marked by the network
 */
public record EcnSummary(
    Optional<String> state,
    long failures,
    OptionalLong ackedEct0,
    OptionalLong ackedEct1,
    OptionalLong ackedCe,
    OptionalLong receivedEct0,
    OptionalLong receivedEct1,
    OptionalLong receivedCe) {

  /** The share of packets counted by the peer that the network marked; absent without counts. */
  public OptionalDouble ceRatio() {
    return Ratio.of(
        ackedCe.orElse(0), ackedEct0.orElse(0) + ackedEct1.orElse(0) + ackedCe.orElse(0));
  }
}
