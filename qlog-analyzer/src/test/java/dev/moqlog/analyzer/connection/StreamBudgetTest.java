package dev.moqlog.analyzer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamBudgetTest {

  private static final int STREAMS = 1_000;

  private final StreamBudget budget = new StreamBudget();

  private List<StreamState> streamsWithGaps(int gaps) {
    Moment now = new Moment();
    List<StreamState> streams = new ArrayList<>();
    for (long id = 0; id < STREAMS; id++) {
      streams.add(new StreamState(id, now, budget));
    }
    for (int gap = 0; gap < gaps; gap++) {
      for (StreamState stream : streams) {
        stream.addReceived(2 * gap + 1, 1, gap);
      }
    }
    return streams;
  }

  private static long ranges(List<StreamState> streams) {
    return streams.stream().mapToLong(stream -> stream.received.ranges()).sum();
  }

  @Test
  void manyStreamsWithManyGapsShareTheirMemory() {
    List<StreamState> streams = streamsWithGaps(600);
    assertThat(ranges(streams)).isLessThanOrEqualTo(StreamBudget.MAX_RANGES + STREAMS);
    assertThat(streams).anyMatch(stream -> stream.received.approximate());
    assertThat(budget.mayWait()).isFalse();
  }

  @Test
  void whatStreamsGiveUpOthersMayHave() {
    streamsWithGaps(600).forEach(StreamState::release);
    assertThat(budget.exceeded()).isFalse();
    assertThat(budget.mayWait()).isTrue();
    List<StreamState> others = streamsWithGaps(100);
    assertThat(ranges(others)).isEqualTo(100L * STREAMS);
    assertThat(others).noneMatch(stream -> stream.received.approximate());
  }
}
