package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbabilitySamplerTest {

  private static final SamplingRate HALF = SamplingRate.parse("0.5");
  private static final String SPAN_ID = "00f067aa0ba902b7";

  /** Trace ids whose last 7 bytes are just above and just below the threshold of one half. */
  private static final TraceParent KEPT =
      TraceParent.of("ffffffffffffffff0080000000000000", SPAN_ID, 0);

  private static final TraceParent NOT_KEPT =
      TraceParent.of("ffffffffffffffffff7fffffffffffff", SPAN_ID, 1);

  private static SamplingHash keyed(String secret) {
    return SamplingHash.keyed(secret.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] id(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  private static boolean isKept(Sampler sampler, Candidate candidate) {
    return sampler.decide(candidate).isRecord();
  }

  /** An id that is kept at one half without a secret, or is not. */
  private static byte[] idThatIs(boolean kept) {
    for (long i = 0; ; i++) {
      if (HALF.keeps(SamplingHash.unkeyed().randomness(id(i))) == kept) {
        return id(i);
      }
    }
  }

  @Test
  void bothEndsOfAConnectionAgree() {
    SamplingHash[] hashes = {SamplingHash.unkeyed(), keyed("shared")};
    for (SamplingHash hash : hashes) {
      Sampler client = ProbabilitySampler.of(HALF, hash, SamplingKey.CONNECTION_ID);
      Sampler server = ProbabilitySampler.of(HALF, hash, SamplingKey.TRACE_ID);
      Random random = new Random(2);
      for (int i = 0; i < 2_000; i++) {
        byte[] connectionId = new byte[8 + random.nextInt(13)];
        random.nextBytes(connectionId);
        SeenConnection seen = SeenConnection.withId(connectionId);
        assertThat(
                isKept(client, seen.name("client").from((byte) 192, (byte) 0, (byte) 2, (byte) 1)))
            .isEqualTo(isKept(server, seen.name("server")));
      }
    }
  }

  @Test
  void hopsWithOneApplicationKeyAgree() {
    Sampler sampler = ProbabilitySampler.of(HALF);
    for (int i = 0; i < 500; i++) {
      assertThat(isKept(sampler, SeenConnection.withId(id(i)).keyed(id(i / 10))))
          .isEqualTo(isKept(sampler, SeenConnection.withId(new byte[0]).keyed(id(i / 10))));
    }
  }

  @Test
  void anotherSecretKeepsOtherConnections() {
    Sampler one = ProbabilitySampler.of(HALF, keyed("one"), SamplingKey.CONNECTION_ID);
    Sampler two = ProbabilitySampler.of(HALF, keyed("two"), SamplingKey.CONNECTION_ID);
    int alike = 0;
    for (int i = 0; i < 10_000; i++) {
      alike +=
          isKept(one, SeenConnection.withId(id(i))) == isKept(two, SeenConnection.withId(id(i)))
              ? 1
              : 0;
    }
    assertThat(alike).isBetween(4_800, 5_200);
  }

  @Test
  void theTraceIdDecidesOnlyWhereItIsAskedFor() {
    Sampler byTrace = ProbabilitySampler.of(HALF, SamplingHash.unkeyed(), SamplingKey.TRACE_ID);
    Sampler byConnection = ProbabilitySampler.of(HALF);
    for (boolean connectionKept : new boolean[] {true, false}) {
      SeenConnection seen = SeenConnection.withId(idThatIs(connectionKept));
      assertThat(isKept(byTrace, seen.in(KEPT))).isTrue();
      assertThat(isKept(byTrace, seen.in(NOT_KEPT))).isFalse();
      assertThat(isKept(byTrace, seen)).isEqualTo(connectionKept);
      assertThat(isKept(byConnection, seen.in(KEPT))).isEqualTo(connectionKept);
    }
  }

  @Test
  void theApplicationsKeyComesFirst() {
    for (SamplingKey key : SamplingKey.values()) {
      Sampler sampler = ProbabilitySampler.of(HALF, SamplingHash.unkeyed(), key);
      SeenConnection seen = SeenConnection.withId(idThatIs(true)).in(KEPT);
      assertThat(isKept(sampler, seen.keyed(idThatIs(false)))).isFalse();
      assertThat(isKept(sampler, seen.keyed(idThatIs(true)))).isTrue();
      assertThat(isKept(sampler, seen.keyed())).as("an empty key is none").isTrue();
    }
  }

  @Test
  void withoutAnyKeyARandomNumberDecides() {
    long[] next = new long[1];
    Sampler sampler =
        ProbabilitySampler.of(HALF, SamplingHash.unkeyed(), SamplingKey.TRACE_ID, () -> next[0]);
    for (byte[] none : new byte[][] {null, {}}) {
      next[0] = 0x80000000000000L;
      assertThat(isKept(sampler, SeenConnection.withId(none))).isTrue();
      next[0]--;
      assertThat(isKept(sampler, SeenConnection.withId(none))).isFalse();
    }
  }

  @Test
  void withoutAnyKeyConnectionsAreNotAllAlike() {
    Sampler sampler = ProbabilitySampler.of(HALF);
    SeenConnection seen = SeenConnection.withId(new byte[0]);
    int kept = 0;
    for (int i = 0; i < 1_000; i++) {
      kept += isKept(sampler, seen) ? 1 : 0;
    }
    assertThat(kept).isBetween(300, 700);
  }

  @Test
  void theRateCanBeChanged() {
    ProbabilitySampler sampler = ProbabilitySampler.of(SamplingRate.NEVER);
    SeenConnection seen = SeenConnection.withId(id(0));
    assertThat(sampler.decide(seen)).isEqualTo(Decision.byChance(false, SamplingRate.NEVER));
    sampler.setRate(SamplingRate.ALWAYS);
    assertThat(sampler.rate()).isEqualTo(SamplingRate.ALWAYS);
    assertThat(sampler.decide(seen)).isEqualTo(Decision.byChance(true, SamplingRate.ALWAYS));
    assertThatNullPointerException().isThrownBy(() -> sampler.setRate(null));
    assertThat(sampler.rate()).isEqualTo(SamplingRate.ALWAYS);
  }

  @Test
  void aHigherRateOnlyAddsConnections() {
    ProbabilitySampler sampler = ProbabilitySampler.of(HALF);
    for (int i = 0; i < 2_000; i++) {
      boolean keptBefore = false;
      for (String rate : new String[] {"0.1 %", "1 %", "10 %", "50 %", "51 %", "100 %"}) {
        sampler.setRate(SamplingRate.parse(rate));
        boolean kept = isKept(sampler, SeenConnection.withId(id(i)));
        assertThat(!keptBefore || kept).isTrue();
        keptBefore = kept;
      }
      assertThat(keptBefore).isTrue();
    }
  }
}
