package dev.moqlog.samples.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Range;

class RttSamplesTest {
  private final RttSamples samples = new RttSamples();

  @Test
  void takesTheFirstAcknowledgmentOfALaterPacketOnly() {
    samples.sent(0);
    samples.sent(1);

    assertThat(samples.acknowledged(ack(1, 1))).isTrue();
    assertThat(samples.acknowledged(ack(1, 1))).isFalse();
    assertThat(samples.acknowledged(ack(0, 1))).isFalse();
  }

  @Test
  void takesNoAcknowledgmentOfPacketsThatAreOnlyAcknowledgments() {
    samples.sent(0);

    assertThat(samples.acknowledged(ack(3, 3))).isFalse();
    assertThat(samples.acknowledged(ack(0, 4))).isTrue();
  }

  @Test
  void takesNoAcknowledgmentOfAPacketThatWasDeclaredLost() {
    samples.sent(0);
    samples.lost(0);

    assertThat(samples.acknowledged(ack(0, 0))).isFalse();
  }

  private static AckFrame ack(long smallest, long largest) {
    return new AckFrame(new Range(smallest, largest));
  }
}
