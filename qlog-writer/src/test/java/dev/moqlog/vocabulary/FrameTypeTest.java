package dev.moqlog.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FrameTypeTest {

  @ParameterizedTest
  @EnumSource
  void theNameMeansItselfInAnyLetterCase(FrameType type) {
    assertThat(FrameType.of(type.qlogName())).isEqualTo(type);
    assertThat(FrameType.of(type.qlogName().toUpperCase(Locale.ROOT))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "ack_ecn,ACK",
    "ACK_ECN,ACK",
    "ack_receive_timestamps,ACK",
    "application_close,CONNECTION_CLOSE",
    "immediate_ack,OTHER",
    "'',OTHER"
  })
  void otherSpellingsAndUnknownFramesAreTold(String name, FrameType type) {
    assertThat(FrameType.of(name)).isEqualTo(type);
  }

  /** RFC 9002 section 2. */
  @Test
  void onlyAckPaddingAndConnectionCloseDoNotElicitAcks() {
    assertThat(FrameType.values())
        .filteredOn(type -> !type.ackEliciting())
        .containsExactlyInAnyOrder(
            FrameType.ACK, FrameType.PATH_ACK, FrameType.PADDING, FrameType.CONNECTION_CLOSE);
  }
}
