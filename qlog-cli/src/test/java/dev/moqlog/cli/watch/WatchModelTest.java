package dev.moqlog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Does at random what a writer, an operator and the end of a process may do, and compares what was
 * counted with what should be.
 */
class WatchModelTest {

  private static final int STEPS = 300;
  private static final int NAMES = 12;

  @TempDir Path directory;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T09:00:00Z"));
  private Random random;
  private TraceFolder traces;
  private Watching watch;

  /** The trace that there is of a name. */
  private final Map<String, Trace> there = new HashMap<>();

  private final List<Trace> all = new ArrayList<>();

  private static final class Trace {
    final String id;
    boolean ended;
    boolean compressed;

    /** Whether the watch that is running has seen it before it was counted. */
    boolean seenOpen;

    boolean counted;

    Trace(String id) {
      this.id = id;
    }
  }

  private long missed;

  /** Open traces that were deleted since the last step, of which a watch that is killed knows. */
  private long vanished;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyFinishedTraceIsCountedOnceOrMissed(long seed) throws IOException {
    random = new Random(seed);
    traces = new TraceFolder(directory.resolve("qlog"), clock);
    watch = new Watching(traces.root, directory.resolve("state.mv"), clock);
    for (int i = 0; i < STEPS; i++) {
      clock.advance(Duration.ofMillis(1 + random.nextInt(1500)));
      int what = random.nextInt(20);
      if (what < 12) {
        change(name());
      } else if (what < 18) {
        step();
      } else if (what == 18) {
        restart();
      } else {
        stepKilledBeforeItsCommit();
      }
    }
    // Silence counts from when the watch last saw a change.
    step();
    clock.advance(Watching.SETTLE);
    step();
    check();
    watch.close();
  }

  private String name() {
    int number = random.nextInt(NAMES);
    return number % 3 == 0 ? "trace" + number + ".json" : "c" + number / 2 + "/trace.json";
  }

  private void change(String name) throws IOException {
    Trace trace = there.get(name);
    if (trace == null) {
      traces.begin(name);
      Trace begun = new Trace(name + "#" + all.size());
      there.put(name, begun);
      all.add(begun);
      return;
    }
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        if (!trace.ended) {
          traces.grow(name);
        }
      }
      case 2 -> {
        if (!trace.ended) {
          traces.end(name);
          trace.ended = true;
        }
      }
      case 3 -> {
        if (trace.ended && !trace.compressed) {
          trace.compressed = true;
          traces.compress(name);
        }
      }
      default -> {
        traces.delete(trace.compressed ? name + ".gz" : name);
        there.remove(name);
        vanished += trace.seenOpen && !trace.counted ? 1 : 0;
      }
    }
  }

  private void step() throws IOException {
    watch.step();
    missed += vanished;
    vanished = 0;
    for (Map.Entry<String, Trace> entry : there.entrySet()) {
      Trace trace = entry.getValue();
      trace.counted |= watch.state.counted(entry.getKey()) != null;
      trace.seenOpen |= !trace.counted;
      assertThat(trace.counted || !trace.ended).as("%s is counted", trace.id).isTrue();
    }
  }

  /** Counts, but commits nothing. */
  private void stepKilledBeforeItsCommit() throws IOException {
    Counter counter =
        new Counter() {
          @Override
          public Collection<FinishedTrace> count(List<FinishedTrace> batch) {
            return watch.counter.count(batch);
          }

          @Override
          public Map<String, byte[]> takeChanges() {
            throw new IllegalStateException("killed");
          }

          @Override
          public void committed(WatchNumbers numbers) {
            throw new AssertionError("committed");
          }
        };
    try {
      new Watcher(watch.follower, watch.state, counter, clock).step();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    restart();
  }

  private void restart() throws IOException {
    watch.restart();
    there.values().forEach(trace -> trace.seenOpen = false);
    vanished = 0;
  }

  private void check() {
    Map<String, Long> counts = new HashMap<>();
    watch
        .state
        .series()
        .forEach((name, value) -> counts.put(name, ByteBuffer.wrap(value).getLong()));
    assertThat(counts.values()).as("how often each was counted").containsOnly(1L);
    long counted = all.stream().filter(trace -> trace.counted).count();
    assertThat(counts).hasSize((int) counted);
    assertThat(watch.watcher.numbers().totals().counted()).isEqualTo(counted);
    assertThat(there.values()).allMatch(trace -> trace.counted);
    assertThat(watch.missed()).isEqualTo(missed);
    Set<String> keys = new HashSet<>();
    watch.state.after(null).forEachRemaining(entry -> keys.add(entry.getKey()));
    assertThat(keys).isEqualTo(there.keySet());
    assertThat(Files.exists(traces.root)).isTrue();
  }
}
