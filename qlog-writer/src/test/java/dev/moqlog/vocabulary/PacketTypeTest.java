package dev.moqlog.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PacketTypeTest {

  @ParameterizedTest
  @EnumSource
  void theNameMeansItself(PacketType type) {
    assertThat(PacketType.of(type.qlogName())).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "1RTT,ONE_RTT",
    "1rtt,ONE_RTT",
    "onertt,ONE_RTT",
    "short,ONE_RTT",
    "0RTT,ZERO_RTT",
    "0rtt,ZERO_RTT",
    "zerortt,ZERO_RTT",
    "zero_rtt,ZERO_RTT",
    "INITIAL,INITIAL",
    "Handshake,HANDSHAKE",
    "RETRY,RETRY",
    "version_negotiation,VERSION_NEGOTIATION",
    "stateless_reset,STATELESS_RESET",
    "2rtt,UNKNOWN",
    "'',UNKNOWN"
  })
  void spellingsOfStacksAreUnderstood(String name, PacketType type) {
    assertThat(PacketType.of(name)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "INITIAL,INITIAL",
    "HANDSHAKE,HANDSHAKE",
    "ZERO_RTT,APPLICATION_DATA",
    "ONE_RTT,APPLICATION_DATA",
    "RETRY,",
    "VERSION_NEGOTIATION,",
    "STATELESS_RESET,",
    "UNKNOWN,"
  })
  void onlyPacketsWithANumberHaveASpace(PacketType type, PacketNumberSpace space) {
    assertThat(type.space()).isEqualTo(space);
  }

  @Test
  void spacesAreNamedInAnyLetterCaseAndApplicationDataIsTheDefault() {
    assertThat(PacketNumberSpace.of("Initial")).isEqualTo(PacketNumberSpace.INITIAL);
    assertThat(PacketNumberSpace.of("handshake")).isEqualTo(PacketNumberSpace.HANDSHAKE);
    assertThat(PacketNumberSpace.of("application_data"))
        .isEqualTo(PacketNumberSpace.APPLICATION_DATA);
    assertThat(PacketNumberSpace.of("any")).isEqualTo(PacketNumberSpace.APPLICATION_DATA);
  }
}
