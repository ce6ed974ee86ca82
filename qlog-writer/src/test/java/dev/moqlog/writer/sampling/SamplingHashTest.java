package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingHashTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The example of FIPS 180-2, and the second test case of RFC 4231. */
  @Test
  void theLastSevenBytesOfTheStandardsExamplesAreTheRandomness() {
    assertThat(SamplingHash.unkeyed().randomness(bytes("abc"))).isEqualTo(0x10ff61f20015adL);
    assertThat(SamplingHash.keyed(bytes("Jefe")).randomness(bytes("what do ya want for nothing?")))
        .isEqualTo(0xec58b964ec3843L);
  }

  @Test
  void theSecretIsCopiedAndNeverShown() {
    byte[] secret = bytes("hunter2");
    SamplingHash hash = SamplingHash.keyed(secret);
    long before = hash.randomness(bytes("key"));
    secret[0] ^= 1;
    assertThat(hash.randomness(bytes("key"))).isEqualTo(before);
    assertThat(hash.toString()).isEqualTo("SamplingHash[keyed]");
  }

  @Test
  void anEmptySecretIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingHash.keyed(new byte[0]))
        .withMessageContaining("unkeyed()");
  }

  @Test
  void manyThreadsGetWhatOneGets() {
    for (SamplingHash hash :
        new SamplingHash[] {SamplingHash.unkeyed(), SamplingHash.keyed(bytes("secret"))}) {
      long[] alone =
          IntStream.range(0, 20_000).mapToLong(i -> hash.randomness(bytes("" + i))).toArray();
      long[] together =
          IntStream.range(0, 20_000)
              .parallel()
              .mapToLong(i -> hash.randomness(bytes("" + i)))
              .toArray();
      assertThat(together).isEqualTo(alone);
    }
  }
}
