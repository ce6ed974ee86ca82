package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeptShareTest {

  private static final int CONNECTIONS = 100_000;

  /** 0.01 % of a normal distribution, which the binomial one is close to here, lie outside. */
  private static final double QUANTILE_99_99_PERCENT = 3.8906;

  private static final String[] RATES = {"0.001", "0.01", "0.1", "0.5", "0.6", "0.99"};

  private static final SamplingHash[] HASHES = {
    SamplingHash.unkeyed(), SamplingHash.keyed("secret".getBytes(StandardCharsets.UTF_8))
  };

  private enum Ids {
    COUNTER(i -> ByteBuffer.allocate(8).putLong(i).array()),
    RANDOM(
        i -> {
          byte[] id = new byte[8];
          new Random(i).nextBytes(id);
          return id;
        }),
    LONG_SHARED_PREFIX(
        i -> {
          byte[] id = new byte[20];
          Arrays.fill(id, (byte) 0xa5);
          return ByteBuffer.wrap(id).putInt(16, i).array();
        }),
    ZERO_PADDED(i -> ByteBuffer.allocate(20).putInt(i).array()),
    /** A Gray code: each id differs in one bit from the one before. */
    SINGLE_BIT_CHANGES(i -> ByteBuffer.allocate(8).putInt(2, i ^ i >>> 1).array());

    private final IntFunction<byte[]> ids;

    Ids(IntFunction<byte[]> ids) {
      this.ids = ids;
    }

    byte[] id(int i) {
      return ids.apply(i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theShareKeptIsTheRateWhateverTheIdsLookLike(Ids ids) {
    for (SamplingHash hash : HASHES) {
      long[] randomness = new long[CONNECTIONS];
      Arrays.setAll(randomness, i -> hash.randomness(ids.id(i)));
      for (String text : RATES) {
        SamplingRate rate = SamplingRate.parse(text);
        double p = rate.probability().doubleValue();
        long kept = Arrays.stream(randomness).filter(rate::keeps).count();
        assertThat(Math.abs(kept - CONNECTIONS * p))
            .as("%s of %d at %s with %s", kept, CONNECTIONS, text, hash)
            .isLessThan(QUANTILE_99_99_PERCENT * Math.sqrt(CONNECTIONS * p * (1 - p)) + 0.5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theIdsOfATestAreAllDifferent(Ids ids) {
    ByteBuffer[] all = new ByteBuffer[CONNECTIONS];
    Arrays.setAll(all, i -> ByteBuffer.wrap(ids.id(i)));
    assertThat(Arrays.stream(all).distinct().count()).isEqualTo(CONNECTIONS);
  }
}
