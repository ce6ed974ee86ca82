package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The packets of one end of a connection and what became of them, by the logs of both ends.
 *
 * <p>Every packet sent has one fate: {@code received}, or one of {@link NetworkLoss}.
 *
 * @param sent distinct packets sent
 * @param sentBytes their bytes, absent if the log gives no lengths
 * @param received of those, packets that the peer received
 * @param loss what became of the others
 * @param declared what the sender believed to be lost, against the truth
 * @param arrival how packets arrived
 * @param delay one-way delays, absent if no packet arrived
 * @param moq Media over QUIC objects that went that way, absent unless both logs tell of such
 */
public record DirectionSummary(
    long sent,
    OptionalLong sentBytes,
    long received,
    NetworkLoss loss,
    DeclaredLoss declared,
    ArrivalSummary arrival,
    Optional<DelaySummary> delay,
    Optional<JoinedMoq> moq) {

  DirectionSummary withoutDistributions() {
    return new DirectionSummary(
        sent,
        sentBytes,
        received,
        loss,
        declared,
        arrival,
        delay.map(DelaySummary::withoutDistributions),
        moq.map(JoinedMoq::withoutDistributions));
  }
}
