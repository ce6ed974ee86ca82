package dev.moqlog.analyzer.summary;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Loss among the packets that this side of one connection sent.
 *
 * <p>With acknowledgments in the log, every packet sent has one fate: acknowledged ({@code
 * spurious} if it had been declared lost), declared lost and never acknowledged ({@code net}), lost
 * by inference ({@code inferred}), or unknown ({@code unresolved}).
 *
 * @param source which evidence {@code lostInFlight} rests on; absent if there is none
 * @param declared distinct packets that the stack declared lost
 * @param spurious of those, packets that were acknowledged after all; absent if the log has no
 *     acknowledgments
 * @param net declared less spurious; absent if spurious is
 * @param inferred packets never declared lost and never acknowledged although a packet sent at
 *     least three later was (the packet threshold of RFC 9002 section 6.1.1); absent if the log has
 *     no acknowledgments
 * @param unresolved packets whose fate the log does not tell, mostly those in flight at its end;
 *     absent if the log has no acknowledgments
 * @param ackOnlyMissing of those, packets not in flight to which the rule of inferred applies:
 *     probably lost, but a peer need not acknowledge them; absent if the log has no acknowledgments
 * @param counted packets lost by the stack's own running total, absent if it logs none
 * @param mtuProbes packets lost that probed for a larger MTU; no sign of congestion and not in
 *     {@code lostInFlight}
 * @param ackEliciting best estimate of ack-eliciting packets lost, absent if the log names no
 *     frames
 * @param lostInFlight best estimate of in-flight packets lost: net where packets were declared
 *     lost, else counted, else inferred; absent without any evidence
 * @param byTrigger lostInFlight by what they were known by, without triggers that did not occur;
 *     empty with lostInFlight
 * @param sentInFlight in-flight packets sent (RFC 9002 section 2) without MTU probes; all packets
 *     where the log names no frames
 * @param lostBytes bytes of lostInFlight, absent if unknown
 * @param sentBytes bytes of sentInFlight, absent if unknown
 */
public record LossSummary(
    Optional<Source> source,
    long declared,
    OptionalLong spurious,
    OptionalLong net,
    OptionalLong inferred,
    OptionalLong unresolved,
    OptionalLong ackOnlyMissing,
    OptionalLong counted,
    long mtuProbes,
    OptionalLong ackEliciting,
    OptionalLong lostInFlight,
    Map<LossTrigger, Long> byTrigger,
    long sentInFlight,
    OptionalLong lostBytes,
    OptionalLong sentBytes) {

  /**
   * Best estimate of the share of in-flight packets that were lost; absent also where more were
   * lost than were logged as sent, as in a log that begins late.
   */
  public OptionalDouble ratio() {
    return lostInFlight.isPresent() && lostInFlight.getAsLong() <= sentInFlight
        ? Ratio.of(lostInFlight.getAsLong(), sentInFlight)
        : OptionalDouble.empty();
  }

  /** {@link #ratio()} where it rests on packets declared lost less the spurious ones. */
  public OptionalDouble netRatio() {
    return source.filter(Source.EVENT::equals).isPresent() && net.isPresent()
        ? ratio()
        : OptionalDouble.empty();
  }

  /** Best estimate of the share of in-flight bytes that were lost. */
  public OptionalDouble byteRatio() {
    return lostBytes.isPresent() && sentBytes.isPresent()
        ? Ratio.of(lostBytes.getAsLong(), sentBytes.getAsLong())
        : OptionalDouble.empty();
  }
}
