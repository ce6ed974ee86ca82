package dev.moqlog.samples.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private final Payload sent = new Payload();
  private final Payload received = new Payload();
  private final byte[] bytes = new byte[1_000];

  @Test
  void acceptsWhatWasFilledInWhateverThePieces() {
    sent.fill(bytes, 1_000);
    received.check(ByteBuffer.wrap(bytes, 0, 300));
    received.check(ByteBuffer.wrap(bytes, 300, 700));
    sent.fill(bytes, 500);
    received.check(ByteBuffer.wrap(bytes, 0, 500));

    assertThat(received.position()).isEqualTo(1_500).isEqualTo(sent.position());
  }

  @Test
  void noticesADamagedByte() {
    sent.fill(bytes, 1_000);
    bytes[700]++;

    assertThatThrownBy(() -> received.check(ByteBuffer.wrap(bytes)))
        .hasMessageStartingWith("byte 700 is ");
  }

  @Test
  void noticesAMissingPiece() {
    sent.fill(bytes, 1_000);

    assertThatThrownBy(() -> received.check(ByteBuffer.wrap(bytes, 256, 700)))
        .isInstanceOf(IllegalStateException.class);
  }
}
