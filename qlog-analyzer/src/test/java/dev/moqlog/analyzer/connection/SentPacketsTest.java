package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.connection.SentPackets.ACK_ELICITING;
import static dev.moqlog.analyzer.connection.SentPackets.IN_FLIGHT;
import static dev.moqlog.analyzer.connection.SentPackets.MTU_PROBE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.vocabulary.PacketNumberSpace;
import org.junit.jupiter.api.Test;

/** The fates of packets; RTT samples and bounds have tests of their own. */
class SentPacketsTest {

  private static final int DATA = ACK_ELICITING | IN_FLIGHT;
  private static final int ACK_ONLY = 0;

  private final SentPackets packets =
      new SentPackets(PacketNumberSpace.APPLICATION_DATA, 0, FateListener.NONE);

  private void send(long first, long last, int flags) {
    for (long number = first; number <= last; number++) {
      packets.sent(number, 1_000 * number, 100, 0, 0, flags);
    }
  }

  private long ack(long... bounds) {
    packets.beginAck();
    for (int i = 0; i < bounds.length; i += 2) {
      packets.acked(bounds[i], bounds[i + 1]);
    }
    return packets.endAck();
  }

  private void expectFates(long lost, long inferred, long unresolved) {
    packets.finish();
    assertThat(packets.lostForGood().packets).as("lost for good").isEqualTo(lost);
    assertThat(packets.inferredLost().packets).as("inferred").isEqualTo(inferred);
    assertThat(packets.unresolved().packets).as("unresolved").isEqualTo(unresolved);
  }

  @Test
  void acknowledgedPacketsAreNotLost() {
    send(0, 9, DATA);
    ack(0, 9);
    expectFates(0, 0, 0);
    assertThat(packets.all().packets).isEqualTo(10);
    assertThat(packets.all().inFlightBytes).isEqualTo(1_000);
  }

  @Test
  void aDeclaredPacketThatIsNeverAcknowledgedIsLostForGood() {
    send(0, 9, DATA);
    packets.declaredLost(3, LossTrigger.UNKNOWN);
    packets.declaredLost(3, LossTrigger.UNKNOWN);
    ack(0, 2, 4, 9);
    expectFates(1, 0, 0);
    assertThat(packets.declaredCount()).isEqualTo(1);
    assertThat(packets.spuriousCount()).isZero();
    assertThat(packets.lostForGood().inFlightBytes).isEqualTo(100);
  }

  @Test
  void aLossIsSpuriousIfTheAcknowledgmentComesLater() {
    send(0, 9, DATA);
    packets.declaredLost(3, LossTrigger.UNKNOWN);
    ack(0, 9);
    expectFates(0, 0, 0);
    assertThat(packets.spuriousCount()).isEqualTo(1);
  }

  @Test
  void aLossIsSpuriousIfTheAcknowledgmentCameBefore() {
    send(0, 9, DATA);
    ack(0, 9);
    packets.declaredLost(3, LossTrigger.UNKNOWN);
    packets.declaredLost(3, LossTrigger.UNKNOWN);
    expectFates(0, 0, 0);
    assertThat(packets.declaredCount()).isEqualTo(1);
    assertThat(packets.spuriousCount()).isEqualTo(1);
  }

  @Test
  void aSpuriousLossEventMakesTheLossSpuriousEvenWithoutAcknowledgment() {
    send(0, 9, DATA);
    packets.declaredLost(3, LossTrigger.UNKNOWN);
    packets.spuriouslyLost(3);
    packets.spuriouslyLost(4);
    expectFates(0, 2, 6);
    assertThat(packets.declaredCount()).isEqualTo(2);
    assertThat(packets.spuriousCount()).isEqualTo(2);
  }

  /** RFC 9002 section 6.1.1. */
  @Test
  void aGapThreeBelowTheLargestAcknowledgedIsInferredLost() {
    send(0, 9, DATA);
    ack(0, 3, 7, 7);
    expectFates(0, 1, 4);
  }

  @Test
  void packetsNeverAcknowledgedAtAllAreUnresolved() {
    send(0, 9, DATA);
    expectFates(0, 0, 10);
    assertThat(packets.ackOnlyMissing()).isZero();
  }

  @Test
  void aMissingAckOnlyPacketIsUnresolvedAndCounted() {
    send(0, 3, ACK_ONLY);
    send(4, 9, DATA);
    ack(4, 9);
    expectFates(0, 0, 4);
    assertThat(packets.ackOnlyMissing()).isEqualTo(4);
    assertThat(packets.all().inFlight).isEqualTo(6);
  }

  @Test
  void aPaddedPacketIsInFlightButNotAckEliciting() {
    send(0, 0, IN_FLIGHT);
    send(1, 9, DATA);
    ack(1, 9);
    expectFates(0, 1, 0);
    assertThat(packets.inferredLost().ackEliciting).isZero();
    assertThat(packets.inferredLost().inFlight).isEqualTo(1);
  }

  @Test
  void aLostMtuProbeIsNoLossOfBytesInFlight() {
    send(0, 0, DATA | MTU_PROBE);
    send(1, 9, DATA);
    ack(1, 9);
    expectFates(0, 1, 0);
    assertThat(packets.inferredLost().mtuProbes).isEqualTo(1);
    assertThat(packets.inferredLost().inFlight).isZero();
    assertThat(packets.all().inFlight).isEqualTo(9);
    assertThat(packets.all().inFlightBytes).isEqualTo(900);
  }

  @Test
  void aRepeatedNumberIsToldAndCountedOnce() {
    assertThat(packets.sent(5, 0, 100, 0, 0, DATA)).isTrue();
    assertThat(packets.sent(5, 1, 100, 0, 0, DATA)).isFalse();
    assertThat(packets.all().packets).isEqualTo(1);
  }

  @Test
  void numbersSentOutOfOrderHaveTheSameFates() {
    for (long number : new long[] {4, 0, 9, 2, 1, 8, 3, 7, 6, 5}) {
      packets.sent(number, 0, 100, 0, 0, DATA);
    }
    packets.declaredLost(2, LossTrigger.UNKNOWN);
    ack(0, 1, 4, 4, 6, 9);
    expectFates(1, 2, 0);
  }

  @Test
  void aLossDeclaredBeforeThePacketIsLoggedCounts() {
    packets.declaredLost(0, LossTrigger.UNKNOWN);
    send(0, 9, DATA);
    ack(1, 9);
    expectFates(1, 0, 0);
  }

  @Test
  void aLossOfAPacketNeverLoggedIsDeclaredButNotAmongThoseSent() {
    send(5, 9, DATA);
    packets.declaredLost(1, LossTrigger.UNKNOWN);
    ack(5, 9);
    expectFates(0, 0, 0);
    assertThat(packets.declaredCount()).isEqualTo(1);
  }

  @Test
  void acknowledgmentsBeyondWhatWasSentAreCutToIt() {
    send(0, 4, DATA);
    assertThat(ack(0, 1_000_000)).as("the largest that was sent").isEqualTo(4_000);
    assertThat(packets.sent(5, 0, 100, 0, 0, DATA)).isTrue();
    expectFates(0, 0, 1);
    assertThat(packets.approximate()).isFalse();
  }

  @Test
  void finishingTwiceCountsOnce() {
    send(0, 9, DATA);
    packets.finish();
    expectFates(0, 0, 10);
  }
}
