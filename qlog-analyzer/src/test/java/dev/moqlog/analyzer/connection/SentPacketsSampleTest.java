package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.connection.SentPackets.ACK_ELICITING;
import static dev.moqlog.analyzer.connection.SentPackets.IN_FLIGHT;
import static dev.moqlog.analyzer.connection.SentPackets.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.vocabulary.PacketNumberSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an acknowledgment makes an RTT sample (RFC 9002 section 5.1). */
class SentPacketsSampleTest {

  private static final int DATA = ACK_ELICITING | IN_FLIGHT;
  private static final int ACK_ONLY = 0;

  private final SentPackets packets =
      new SentPackets(PacketNumberSpace.APPLICATION_DATA, 0, FateListener.NONE);

  /** Packets 0 to 9 were sent at 100, 101, ...; the odd ones are ACK-only. */
  @BeforeEach
  void send() {
    for (long number = 0; number < 10; number++) {
      packets.sent(number, 100 + number, 100, 0, 0, number % 2 == 0 ? DATA : ACK_ONLY);
    }
  }

  private long ack(long... bounds) {
    packets.beginAck();
    for (int i = 0; i < bounds.length; i += 2) {
      packets.acked(bounds[i], bounds[i + 1]);
    }
    return packets.endAck();
  }

  @Test
  void theLargestNewlyAcknowledgedPacketTellsTheTime() {
    assertThat(ack(0, 4)).isEqualTo(104);
    assertThat(ack(0, 6)).isEqualTo(106);
  }

  @Test
  void theOrderOfTheRangesDoesNotMatter() {
    assertThat(ack(4, 4, 0, 2)).isEqualTo(104);
    assertThat(ack(6, 6, 8, 8)).isEqualTo(108);
  }

  @Test
  void anAckOnlyLargestCountsIfSomethingNewWasAckEliciting() {
    assertThat(ack(2, 3)).isEqualTo(103);
  }

  @Test
  void nothingAckElicitingMakesNoSample() {
    assertThat(ack(3, 3)).isEqualTo(UNKNOWN);
  }

  @Test
  void aRepeatedAcknowledgmentMakesNoSample() {
    ack(0, 4);
    assertThat(ack(0, 4)).isEqualTo(UNKNOWN);
  }

  @Test
  void aFilledGapBelowTheLargestMakesNoSample() {
    ack(0, 1, 4, 4);
    assertThat(ack(0, 4)).isEqualTo(UNKNOWN);
  }

  @Test
  void aGapFilledTogetherWithANewLargestMakesOne() {
    ack(0, 1, 4, 4);
    assertThat(ack(5, 5, 0, 4)).isEqualTo(105);
  }

  @Test
  void anEmptyAcknowledgmentMakesNoSample() {
    assertThat(ack()).isEqualTo(UNKNOWN);
  }

  @Test
  void aPacketDeclaredLostStillMakesASample() {
    packets.declaredLost(4, LossTrigger.UNKNOWN);
    assertThat(ack(4, 4)).isEqualTo(104);
  }

  @Test
  void aLargestThatWasNeverLoggedAsSentMakesNoSampleWhateverTheOrderOfRanges() {
    packets.sent(12, 112, 100, 0, 0, DATA);
    assertThat(ack(11, 11, 4, 4)).isEqualTo(UNKNOWN);
    assertThat(ack(6, 6, 11, 11, 8, 8)).isEqualTo(UNKNOWN);
  }

  @Test
  void aLowerRangeBeforeALargestThatWasNeverLoggedMakesNoSample() {
    packets.sent(12, 112, 100, 0, 0, DATA);
    assertThat(ack(4, 4, 11, 11)).isEqualTo(UNKNOWN);
  }

  /** Ranges of one frame arrive one by one, the largest first as on the wire. */
  @Test
  void aLargestSeenBeforeWithANewLowerRangeMakesNoSample() {
    ack(8, 8);
    assertThat(ack(8, 8, 2, 4)).isEqualTo(UNKNOWN);
  }
}
