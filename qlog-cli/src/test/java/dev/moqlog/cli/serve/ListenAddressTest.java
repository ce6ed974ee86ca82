package dev.moqlog.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9464, 127.0.0.1, 9464",
    "[::1]:1, ::1, 1",
    "0.0.0.0:65535, 0.0.0.0, 65535",
    "localhost:0, localhost, 0"
  })
  void readsHostAndPort(String text, String host, int port) throws Exception {
    assertThat(ListenAddress.parse(text))
        .contains(new InetSocketAddress(InetAddress.getByName(host), port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9464", ":9464"})
  void listensOnLoopbackWithoutAHost(String text) {
    assertThat(ListenAddress.parse(text).orElseThrow().getAddress().isLoopbackAddress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:http",
        "127.0.0.1:65536",
        "::1:9464",
        "127.0.0.1:-1",
        "no-such-host.invalid:9464",
        "127.0.0.1:999999"
      })
  void takesNothingElse(String text) {
    assertThat(ListenAddress.parse(text)).isEmpty();
  }

  @Test
  void tellsOtherInterfacesFromLoopback() {
    assertThat(ListenAddress.parse("0.0.0.0:1").orElseThrow().getAddress().isLoopbackAddress())
        .isFalse();
  }
}
