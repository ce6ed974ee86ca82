package dev.moqlog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T09:00:00Z"));
  private TraceFolder traces;
  private Watching watch;

  @BeforeEach
  void start() throws IOException {
    traces = new TraceFolder(directory.resolve("qlog"), clock);
    watch = new Watching(traces.root, traces.root.resolve(".moqlog-watch.mv"), clock);
  }

  @AfterEach
  void end() {
    watch.close();
  }

  @Test
  void tracesAreCountedInBatchesEachOfWhichIsCommittedBeforeItIsShown() throws IOException {
    for (int i = 0; i < Watcher.MAX_BATCH_TRACES + 10; i++) {
      traces.ended("c" + i + "/trace.json");
    }
    watch.watcher.step();
    assertThat(watch.counter.committed)
        .extracting(numbers -> numbers.totals().counted())
        .containsExactly(256L, 266L);
    watch.watcher.step();
    assertThat(watch.counter.committed).hasSize(2);
    assertThat(watch.watcher.numbers().open()).isZero();
    assertThat(watch.watcher.numbers().directories()).isEqualTo(267);
    watch.restart();
    assertThat(watch.step()).isEmpty();
    assertThat(watch.watcher.numbers().totals().counted()).isEqualTo(266);
    assertThat(watch.counter.counted).hasSize(266).allSatisfy((name, count) -> one(count));
  }

  private static void one(long count) {
    assertThat(count).isEqualTo(1);
  }

  @Test
  void aBatchEndsWhereItsFilesGetLarge() throws IOException {
    for (int i = 0; i < 3; i++) {
      Path file = traces.ended("c" + i + "/trace.json.gz");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        // With a hole, which takes no room on the disk.
        channel.write(ByteBuffer.allocate(1), Watcher.MAX_BATCH_BYTES / 2);
      }
    }
    watch.watcher.step();
    assertThat(watch.counter.committed)
        .extracting(numbers -> numbers.totals().counted())
        .containsExactly(2L, 3L);
  }

  @Test
  void lagIsTheTimeSinceTheFirstOfABatchWasFinished() throws IOException {
    traces.ended("old/trace.json");
    watch.restart();
    clock.advance(A_SECOND);
    watch.step();
    traces.ended("a/trace.json");
    clock.advance(A_SECOND.multipliedBy(3));
    traces.ended("b/trace.json");
    watch.stepAfter(A_SECOND);
    assertThat(watch.watcher.numbers().lag()).isEqualTo(Duration.ofSeconds(4));
    watch.stepAfter(A_SECOND);
    assertThat(watch.watcher.numbers().maxLag()).isEqualTo(Duration.ofSeconds(4));
    traces.begin("c.qlog");
    watch.stepAfter(Watching.SETTLE.plusSeconds(2));
    assertThat(watch.watcher.numbers().lag()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aTraceWhoseAnalysisFailsIsGivenUpAndTheOthersAreCounted() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      traces.ended(name + "/trace.json");
    }
    watch.counter.before =
        trace -> {
          if (trace.files().get(0).key().startsWith("b/")) {
            throw new IllegalStateException("a mistake");
          }
        };
    watch.step();
    watch.stepAfter(A_SECOND);
    assertThat(watch.counter.counted).hasSize(2).allSatisfy((name, count) -> one(count));
    assertThat(watch.watcher.numbers().totals()).isEqualTo(new WatchTotals(3, 0, 0, 1));
    watch.restart();
    assertThat(watch.step()).isEmpty();
  }

  @Test
  void aTraceThatIsCompressedBeforeItIsReadIsCountedByItsNewName() throws IOException {
    traces.ended("a/trace.json");
    watch.counter.before =
        trace -> {
          if (Files.exists(traces.root.resolve("a/trace.json"))) {
            traces.compress("a/trace.json");
          }
        };
    assertThat(watch.step()).containsExactly("a/trace.json");
    assertThat(watch.counter.order.get(0).paths())
        .containsExactly(traces.root.resolve("a/trace.json.gz"));
    assertThat(watch.missed()).isZero();
    assertThat(watch.state.counted("a/trace.json").compressed()).isTrue();
  }

  @Test
  void aTraceThatIsDeletedBeforeItIsReadIsMissed() throws IOException {
    traces.ended("a/trace.json");
    traces.ended("b/trace.json");
    watch.counter.before = trace -> Files.deleteIfExists(traces.root.resolve("a/trace.json"));
    assertThat(watch.step()).containsExactly("b/trace.json");
    assertThat(watch.watcher.numbers().totals()).isEqualTo(new WatchTotals(1, 1, 0, 0));
    assertThat(watch.state.counted("a/trace.json")).isNull();
  }

  @Test
  void nothingIsCountedTwiceWhenItIsKilledBeforeACommit() throws IOException {
    traces.ended("a/trace.json");
    Counter killed =
        new Counter() {
          @Override
          public Collection<FinishedTrace> count(List<FinishedTrace> batch) {
            return List.of();
          }

          @Override
          public Map<String, byte[]> takeChanges() {
            throw new IllegalStateException("as if it were killed");
          }

          @Override
          public void committed(WatchNumbers numbers) {}
        };
    Watcher dying = new Watcher(watch.follower, watch.state, killed, clock);
    assertThatThrownBy(dying::step).hasMessage("as if it were killed");
    watch.restart();
    assertThat(watch.step()).containsExactly("a/trace.json");
    assertThat(watch.counter.counted.values()).containsExactly(1L);
  }

  @Test
  void whatCannotBeCommittedIsCommittedLaterAndNotShownBefore() throws IOException {
    traces.ended("a/trace.json");
    List<Boolean> shown = new ArrayList<>();
    Counter failing =
        new Counter() {
          private boolean first = true;

          /** A map that cannot be read the first time, as a disk cannot be written. */
          private Map<String, byte[]> failingOnce(Map<String, byte[]> changes) {
            first = false;
            return new HashMap<>(changes) {
              private static final long serialVersionUID = 1;
              private boolean failed;

              @Override
              public void forEach(BiConsumer<? super String, ? super byte[]> action) {
                if (!failed) {
                  failed = true;
                  throw new IllegalStateException("no space left");
                }
                super.forEach(action);
              }
            };
          }

          @Override
          public Collection<FinishedTrace> count(List<FinishedTrace> batch) {
            return watch.counter.count(batch);
          }

          @Override
          public Map<String, byte[]> takeChanges() {
            Map<String, byte[]> changes = watch.counter.takeChanges();
            return first ? failingOnce(changes) : changes;
          }

          @Override
          public void committed(WatchNumbers numbers) {
            shown.add(true);
          }
        };
    Watcher watcher = new Watcher(watch.follower, watch.state, failing, clock);
    assertThatThrownBy(watcher::step).isInstanceOf(IOException.class);
    assertThat(shown).isEmpty();
    assertThat(watcher.numbers().totals().counted()).isZero();
    watcher.step();
    assertThat(shown).hasSize(1);
    assertThat(watcher.numbers().totals().counted()).isEqualTo(1);
    watch.restart();
    assertThat(watch.step()).isEmpty();
    assertThat(watch.counter.counted.values()).containsExactly(1L);
  }

  @Test
  void aWatchThatIsStoppedEndsWithTheBatchItIsAt() throws IOException {
    for (int i = 0; i < Watcher.MAX_BATCH_TRACES + 10; i++) {
      traces.ended("c" + i + "/trace.json");
    }
    watch.counter.before = trace -> watch.watcher.stop();
    watch.watcher.step();
    assertThat(watch.watcher.isStopped()).isTrue();
    assertThat(watch.watcher.numbers().totals().counted()).isEqualTo(Watcher.MAX_BATCH_TRACES);
    watch.restart();
    assertThat(watch.step()).hasSize(10);
  }

  @Test
  void aStateThatSomebodyDeletedTogetherWithAllTracesIsMadeAnew() throws IOException {
    traces.ended("a/trace.json");
    assertThat(watch.step()).hasSize(1);
    traces.delete("a/trace.json");
    for (String name : List.of(".moqlog-watch.mv", ".moqlog-watch.mv.last")) {
      Files.delete(traces.root.resolve(name));
    }
    traces.ended("b/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).hasSize(1);
    watch.restart();
    assertThat(watch.watcher.numbers().totals().counted()).isEqualTo(2);
    assertThat(watch.step()).isEmpty();
  }
}
