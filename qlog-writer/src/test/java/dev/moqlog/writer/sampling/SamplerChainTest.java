package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moqlog.writer.sampling.Decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerChainTest {

  private static final SeenConnection SEEN = SeenConnection.withId("8394c8f03e515708");
  private static final Sampler NO_OPINION = candidate -> null;
  private static final Sampler FORCED = candidate -> Decision.record(Reason.FORCED);
  private static final Sampler DISABLED = candidate -> Decision.skip(Reason.DISABLED);
  private static final Sampler BROKEN =
      candidate -> {
        throw new IllegalStateException("broken");
      };

  /** Throws what the compiler would not let it throw. */
  private static Sampler throwing(Throwable failure) {
    return candidate -> SamplerChainTest.<RuntimeException>sneak(failure);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> Decision sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void theFirstOpinionCounts() {
    assertThat(Sampler.firstOf(NO_OPINION, DISABLED, FORCED).decide(SEEN))
        .isEqualTo(Decision.skip(Reason.DISABLED));
    assertThat(Sampler.firstOf(List.of(FORCED, DISABLED)).decide(SEEN))
        .isEqualTo(Decision.record(Reason.FORCED));
  }

  @Test
  void withoutAnyOpinionThereIsNone() {
    assertThat(Sampler.firstOf(NO_OPINION, NO_OPINION).decide(SEEN)).isNull();
    assertThat(Sampler.firstOf().decide(SEEN)).isNull();
  }

  @Test
  void nobodyIsAskedBehindAnOpinion() {
    SamplerChain chain = Sampler.firstOf(FORCED, BROKEN);
    assertThat(chain.decide(SEEN)).isEqualTo(Decision.record(Reason.FORCED));
    assertThat(chain.failures()).isZero();
  }

  @Test
  void aSamplerThatThrowsHasNoOpinionAndIsCounted() {
    SamplerChain chain = Sampler.firstOf(BROKEN, BROKEN, FORCED);
    assertThat(chain.decide(SEEN)).isEqualTo(Decision.record(Reason.FORCED));
    assertThat(chain.decide(SEEN)).isEqualTo(Decision.record(Reason.FORCED));
    assertThat(chain.failures()).isEqualTo(4);
  }

  @Test
  void checkedExceptionsAndErrorsOfASamplerAreHeldBackToo() {
    SamplerChain chain =
        Sampler.firstOf(
            throwing(new InterruptedException()),
            throwing(new NoClassDefFoundError()),
            throwing(new AssertionError()),
            FORCED);
    assertThat(chain.decide(SEEN)).isEqualTo(Decision.record(Reason.FORCED));
    assertThat(chain.failures()).isEqualTo(3);
  }

  @Test
  void wantOfMemoryPassesThrough() {
    Sampler chain = Sampler.firstOf(throwing(new OutOfMemoryError()), FORCED);
    assertThatThrownBy(() -> chain.decide(SEEN)).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void failuresAreTold() {
    List<Object> told = new ArrayList<>();
    SamplerChain chain =
        SamplerChain.of(
            List.of(BROKEN, FORCED),
            (sampler, failure) -> {
              told.add(sampler);
              told.add(failure.getMessage());
            });
    chain.decide(SEEN);
    assertThat(told).containsExactly(BROKEN, "broken");
  }

  @Test
  void aListenerThatThrowsDoesNoHarm() {
    SamplerChain chain =
        SamplerChain.of(
            List.of(BROKEN, FORCED),
            (sampler, failure) -> {
              throw new IllegalStateException("broken, too");
            });
    assertThat(chain.decide(SEEN)).isEqualTo(Decision.record(Reason.FORCED));
    assertThat(chain.failures()).isEqualTo(1);
  }

  @Test
  void laterChangesOfTheListDoNotCount() {
    List<Sampler> samplers = new ArrayList<>(List.of(FORCED));
    Sampler chain = Sampler.firstOf(samplers);
    samplers.set(0, DISABLED);
    assertThat(chain.decide(SEEN)).isEqualTo(Decision.record(Reason.FORCED));
  }

  @Test
  void noFailureOfManyThreadsIsLost() {
    SamplerChain chain = Sampler.firstOf(BROKEN, FORCED);
    assertThat(IntStream.range(0, 10_000).parallel().allMatch(i -> chain.decide(SEEN).isRecord()))
        .isTrue();
    assertThat(chain.failures()).isEqualTo(10_000);
  }
}
