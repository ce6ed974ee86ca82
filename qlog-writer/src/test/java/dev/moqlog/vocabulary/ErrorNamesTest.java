package dev.moqlog.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorNamesTest {

  @Test
  void everyTransportErrorThatHasANameIsFoundByIt() {
    for (long code = 0; code < 0x200; code++) {
      String name = TransportError.nameOf(code);
      if (name != null) {
        assertThat(TransportError.codeOf(name)).isEqualTo(code);
      }
    }
    assertThat(TransportError.codeOf("no_viable_path")).isEqualTo(0x10);
    assertThat(TransportError.codeOf("crypto_error_0x1ff")).isEqualTo(0x1ff);
    assertThat(TransportError.codeOf("crypto_error_0x1zz")).isEqualTo(-1);
    assertThat(TransportError.codeOf("unknown")).isEqualTo(-1);
  }

  @Test
  void alertsAreNamedAsTlsNamesThem() {
    assertThat(TransportError.alertOf(0x100 + 40)).isEqualTo("handshake_failure");
    assertThat(TransportError.alertOf(0x100 + 48)).isEqualTo("unknown_ca");
    assertThat(TransportError.alertOf(0x100 + 120)).isEqualTo("no_application_protocol");
    assertThat(TransportError.alertOf(0x100 + 200)).isNull();
    assertThat(TransportError.alertOf(40)).isNull();
    assertThat(TransportError.alertOf(Long.MIN_VALUE)).isNull();
  }

  @Test
  void applicationErrorsDependOnTheProtocol() {
    assertThat(ApplicationError.nameOf("h3", 0x10c)).isEqualTo("http_request_cancelled");
    assertThat(ApplicationError.nameOf(null, 0x100)).isEqualTo("http_no_error");
    assertThat(ApplicationError.nameOf("moq-00", 0x10)).isEqualTo("goaway_timeout");
    assertThat(ApplicationError.nameOf("echo", 0x100)).isNull();
    assertThat(ApplicationError.isNoError("h3", 0x100)).isTrue();
    assertThat(ApplicationError.isNoError("moqt-17", 0x100)).isFalse();
    assertThat(ApplicationError.isNoError("moqt-17", 0)).isTrue();
  }
}
