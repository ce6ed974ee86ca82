package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlockTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0/24",
    "192.0.2.77/24, 192.0.2.0/24",
    "192.0.2.1, 192.0.2.1/32",
    "10.0.0.0/8, 10.255.255.255/8",
    "0.0.0.0/0, 255.255.255.255/0",
    "::ffff:192.0.2.0/120, 192.0.2.0/24",
    "::FFFF:c000:0200/120, 192.0.2.0/24",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1/32",
    "2001:db8::/32, 2001:0DB8:0:0::/32",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1/128",
    "2001:db8:ffff::/33, 2001:db8:8000::/33",
    "::/0, ffff::/0",
    "::1/128, 0:0:0:0:0:0:0:1",
    "1::, 1:0:0:0:0:0:0:0",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
  })
  void blocksThatMeanTheSameAreEqual(String one, String other) {
    assertThat(CidrBlock.parse(one)).isEqualTo(CidrBlock.parse(other));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.3.0/24",
    "192.0.2.0/24, 192.0.2.0/25",
    "0.0.0.0/0, ::/0",
    "0.0.0.0/0, ::/96",
    "::1, ::2",
  })
  void blocksThatDifferAreNotEqual(String one, String other) {
    assertThat(CidrBlock.parse(one)).isNotEqualTo(CidrBlock.parse(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "192.0.2.0/",
        "192.0.2.0/33",
        "192.0.2.0/-1",
        "192.0.2.0/+8",
        "192.0.2.0/08",
        "192.0.2.0/8/8",
        "192.0.2.0/255.255.255.0",
        "192.0.2.0/ 8",
        " 192.0.2.0/8",
        "192.0.2.0 /8",
        "192.0.2",
        "192.0.2/24",
        "192.0.2.0.0",
        "192.0.2.256",
        "192.0.2.-1",
        "192.0.2.",
        ".0.2.1",
        "192..2.1",
        "010.0.0.1",
        "0x7f.0.0.1",
        "3221225985",
        "127.1",
        "\u0661.0.0.1",
        "localhost",
        "example.com/24",
        "2001:db8::/129",
        "2001:db8::/",
        "2001:db8",
        "2001:db8::1::",
        ":",
        ":::",
        "::1:",
        ":1::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "::-1",
        "fe80::1%eth0",
        "fe80::1%1/64",
        "[::1]",
        "[::1]/128",
        "::1.2.3",
        "::1.2.3.256",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "dead.beef.0.1",
        "*",
        "any",
        "192.0.2.*",
        "192.0.2.1-9"
      })
  void anythingElseIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CidrBlock.parse(text))
        .withMessageContaining("192.0.2.0/24")
        .withMessageEndingWith(": '" + text + "'");
  }

  @Test
  void theMessageTellsWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CidrBlock.parse("192.0.2.0/33"))
        .withMessageContaining("prefix length is not from 0 to 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CidrBlock.parse("example.com/24"))
        .withMessageContaining("'example.com' is not an IP address");
  }

  /** The JDK looks nothing up here, since all it gets are addresses. */
  @Test
  void addressesAreReadAsTheJdkReadsThem() throws UnknownHostException {
    Random random = new Random(3);
    Pattern zeros = Pattern.compile("(^|:)0(:0)+(:|$)");
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
      }
      InetAddress address = InetAddress.getByAddress(bytes);
      String text = address.getHostAddress();
      assertThat(CidrBlock.parse(text)).as(text).isEqualTo(CidrBlock.of(address));
      String shortened = zeros.matcher(text).replaceFirst("::");
      assertThat(CidrBlock.parse(shortened))
          .as(shortened)
          .isEqualTo(CidrBlock.of(InetAddress.getByName(shortened)));
    }
  }

  @Test
  void aPrefixKeepsExactlyItsBits() {
    CidrBlock ones = CidrBlock.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    for (int bits = 0; bits <= CidrBlock.ADDRESS_BITS; bits++) {
      CidrBlock block = ones.prefix(bits);
      assertThat(Long.bitCount(block.high()) + Long.bitCount(block.low())).isEqualTo(bits);
      assertThat(Long.bitCount(block.high())).isEqualTo(Math.min(bits, 64));
      assertThat(Long.numberOfTrailingZeros(block.low())).isEqualTo(Math.min(64, 128 - bits));
    }
  }
}
