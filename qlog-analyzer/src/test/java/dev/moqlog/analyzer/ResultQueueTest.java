package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultQueueTest {

  private final ResultQueue queue = new ResultQueue("a.qlog");
  private final List<String> received = new ArrayList<>();
  private final Results results =
      new Results() {
        @Override
        public void connection(ConnectionSummary connection) {
          received.add(connection.connectionId());
        }

        @Override
        public void source(SourceSummary source) {
          received.add(source.source());
        }
      };

  private static SourceSummary source(String name) {
    return SourceSummary.unread(name, SourceSummary.Status.EMPTY, "");
  }

  @Test
  void deliversInOrderUpToTheEnd() throws InterruptedException {
    queue.source(source("one"));
    queue.source(source("two"));
    queue.end();

    queue.drainTo(results);

    assertThat(received).containsExactly("one", "two");
  }

  @Test
  void aReaderThatDiedOfAnErrorFailsTheReceiverBehindWhatItDelivered() {
    queue.source(source("one"));
    queue.fail(new StackOverflowError("deep"));
    queue.end();

    assertThatThrownBy(() -> queue.drainTo(results))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a.qlog")
        .hasMessageContaining("deep");
    assertThat(received).containsExactly("one");
  }

  @Test
  void whatAReaderThrewReachesTheReceiverAsItIs() {
    queue.fail(new UnsupportedOperationException("x"));
    queue.end();

    assertThatThrownBy(() -> queue.drainTo(results))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anInterruptedReaderStops() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> queue.source(source("one")))
          .isInstanceOf(ResultQueue.StoppedException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
