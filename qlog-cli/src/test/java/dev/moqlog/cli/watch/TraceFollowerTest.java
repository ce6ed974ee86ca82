package dev.moqlog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFollowerTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  @TempDir Path directory;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T09:00:00Z"));
  private TraceFolder traces;
  private Watching watch;

  @BeforeEach
  void start() throws IOException {
    traces = new TraceFolder(directory.resolve("qlog"), clock);
    watch = new Watching(traces.root, directory.resolve("state.mv"), clock);
  }

  @AfterEach
  void end() {
    watch.close();
  }

  @Test
  void aTraceIsFinishedOnceItsWriterEndedIt() throws IOException {
    traces.begin("a/trace.json");
    assertThat(watch.step()).isEmpty();
    assertThat(watch.follower.open()).isEqualTo(1);
    traces.grow("a/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
    clock.advance(A_SECOND);
    traces.end("a/trace.json");
    assertThat(watch.step()).containsExactly("a/trace.json");
    assertThat(watch.stepAfter(AN_HOUR)).isEmpty();
    assertThat(watch.follower.open()).isZero();
  }

  @Test
  void aTraceWithoutAnEndIsFinishedOnceItWasSilentForLongEnough() throws IOException {
    traces.begin("a.qlog");
    assertThat(watch.stepAfter(Watching.SETTLE.minusSeconds(1))).isEmpty();
    traces.grow("a.qlog");
    assertThat(watch.stepAfter(Watching.SETTLE.minusSeconds(1))).isEmpty();
    assertThat(watch.stepAfter(Watching.SETTLE)).containsExactly("a.qlog");
  }

  @Test
  void anOldTraceWithoutAnEndIsFinishedAtTheFirstLook() throws IOException {
    traces.begin("a.qlog");
    assertThat(watch.stepAfter(AN_HOUR)).containsExactly("a.qlog");
  }

  @Test
  void aTraceWhoseFileHasATimeOfTheFutureIsFinishedWhenTheWatchSawItSilentForLongEnough()
      throws IOException {
    Path file = traces.begin("a.qlog");
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().plus(AN_HOUR)));
    assertThat(watch.step()).isEmpty();
    assertThat(watch.stepAfter(Watching.SETTLE)).containsExactly("a.qlog");
  }

  @Test
  void aTraceThatItsWriterCompressedIsFinished() throws IOException {
    traces.begin("a/trace.json");
    assertThat(watch.step()).isEmpty();
    traces.compress("a/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).containsExactly("a/trace.json");
  }

  @Test
  void aCompressedFileOfSomebodyElseMayBeCopiedJustNowAndHasToBeSilent() throws IOException {
    traces.begin("b.qlog");
    traces.compress("b.qlog");
    assertThat(watch.step()).isEmpty();
    assertThat(watch.stepAfter(Watching.SETTLE)).containsExactly("b.qlog");
  }

  @Test
  void aTraceAndItsCompressedCopyAreCountedOnce() throws IOException {
    traces.ended("a/trace.json");
    traces.copyCompressed("a/trace.json");
    assertThat(watch.step()).containsExactly("a/trace.json");
    assertThat(watch.counter.order.get(0).paths())
        .containsExactly(traces.root.resolve("a/trace.json"));
    traces.delete("a/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
    assertThat(watch.stepAfter(AN_HOUR)).isEmpty();
    assertThat(watch.changed()).isZero();
    assertThat(watch.state.size()).isEqualTo(1);
  }

  @Test
  void aCountedTraceThatIsCompressedIsTheSame() throws IOException {
    traces.ended("a/trace.json");
    assertThat(watch.step()).hasSize(1);
    clock.advance(A_SECOND);
    traces.compress("a/trace.json");
    assertThat(watch.step()).isEmpty();
    watch.restart();
    assertThat(watch.stepAfter(AN_HOUR)).isEmpty();
    assertThat(watch.changed()).isZero();
    assertThat(watch.state.counted("a/trace.json").compressed()).isTrue();
  }

  @Test
  void aCountedTraceThatGrowsIsReportedOnceAndNotCountedAgain() throws IOException {
    traces.begin("a.qlog");
    assertThat(watch.stepAfter(Watching.SETTLE)).hasSize(1);
    traces.grow("a.qlog");
    assertThat(watch.step()).isEmpty();
    assertThat(watch.changed()).isEqualTo(1);
    clock.advance(A_SECOND);
    traces.grow("a.qlog");
    assertThat(watch.step()).isEmpty();
    watch.restart();
    traces.grow("a.qlog");
    assertThat(watch.stepAfter(AN_HOUR)).isEmpty();
    assertThat(watch.changed()).isEqualTo(1);
  }

  @Test
  void anotherTraceOfTheSameNameIsCounted() throws IOException {
    traces.ended("a/trace.json");
    assertThat(watch.step()).hasSize(1);
    traces.delete("a/trace.json");
    clock.advance(A_SECOND);
    traces.ended("a/trace.json");
    assertThat(watch.step()).containsExactly("a/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
    assertThat(watch.changed()).isZero();
    assertThat(watch.counter.counted.values()).containsExactly(1L, 1L);
  }

  @Test
  void anotherTraceOfTheSameNameIsCountedWhenItIsCompressedAlready() throws IOException {
    traces.ended("a/trace.json");
    assertThat(watch.step()).hasSize(1);
    traces.delete("a/trace.json");
    clock.advance(A_SECOND);
    traces.ended("a/trace.json");
    traces.compress("a/trace.json");
    watch.restart();
    assertThat(watch.step()).containsExactly("a/trace.json");
    assertThat(watch.state.size()).isEqualTo(1);
  }

  @Test
  void aTraceThatIsDeletedBeforeItsEndIsMissed() throws IOException {
    traces.begin("a/trace.json");
    traces.begin("b/trace.json");
    watch.step();
    traces.delete("a/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
    assertThat(watch.missed()).isEqualTo(1);
    traces.end("b/trace.json");
    assertThat(watch.step()).hasSize(1);
    traces.delete("b/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
    assertThat(watch.missed()).isEqualTo(1);
    watch.restart();
    assertThat(watch.missed()).isEqualTo(1);
  }

  @Test
  void anOpenTraceInWhosePlaceAnotherOneIsIsMissed() throws IOException {
    traces.begin("a/trace.json");
    traces.grow("a/trace.json");
    watch.step();
    traces.delete("a/trace.json");
    traces.ended("a/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).containsExactly("a/trace.json");
    assertThat(watch.missed()).isEqualTo(1);
  }

  @Test
  void countedTracesThatAreDeletedAreForgotten() throws IOException {
    for (String name : List.of("a/trace.json", "a/trace-server.json", "b/trace.json", "c.qlog")) {
      traces.ended(name);
    }
    assertThat(watch.step()).hasSize(4);
    traces.delete("a/trace.json");
    traces.delete("b/trace.json");
    watch.stepAfter(A_SECOND);
    assertThat(watch.state.size()).isEqualTo(2);
    traces.delete("a/trace-server.json");
    watch.restart();
    watch.step();
    assertThat(watch.state.size()).isEqualTo(1);
    assertThat(watch.state.counted("c.qlog")).isNotNull();
    assertThat(watch.missed()).isZero();
  }

  @Test
  void aCountedTraceIsForgottenWhereAFileIsInPlaceOfItsDirectory() throws IOException {
    traces.ended("a/trace.json");
    watch.step();
    traces.delete("a/trace.json");
    traces.begin("a");
    watch.stepAfter(A_SECOND);
    assertThat(watch.state.size()).isZero();
    assertThat(watch.stepAfter(AN_HOUR)).containsExactly("a");
  }

  @Test
  void tracesAreReturnedInTheOrderOfTheirLastModification() throws IOException {
    for (String name : List.of("c/trace.json", "a/trace.json", "d/trace.json", "b/trace.json")) {
      clock.advance(A_SECOND);
      traces.ended(name);
    }
    assertThat(watch.step())
        .containsExactly("c/trace.json", "a/trace.json", "d/trace.json", "b/trace.json");
    assertThat(watch.counter.order)
        .extracting(FinishedTrace::finished)
        .isSorted()
        .endsWith(clock.instant());
  }

  @Test
  void aLogOfMoqAndTheLogOfQuicBesideItAreCountedTogether() throws IOException {
    traces.begin("1a2b.mlog");
    traces.begin("1a2b_server.qlog");
    traces.begin("ff.qlog");
    clock.advance(Duration.ofSeconds(20));
    traces.grow("1a2b.mlog");
    assertThat(watch.step()).isEmpty();
    assertThat(watch.stepAfter(Duration.ofSeconds(20))).containsExactly("ff.qlog");
    List<String> together = watch.stepAfter(Duration.ofSeconds(20));
    assertThat(together).hasSize(1);
    assertThat(together.get(0).split("\\+"))
        .containsExactlyInAnyOrder("1a2b.mlog", "1a2b_server.qlog");
  }

  @Test
  void hiddenAndUnfinishedFilesArePassedOver() throws IOException {
    traces.ended(".hidden.qlog");
    traces.ended(".git/trace.json");
    traces.ended("a/trace.json.gz.tmp");
    traces.ended("__MACOSX/trace.json");
    traces.ended("lost+found/trace.json");
    assertThat(watch.stepAfter(AN_HOUR)).isEmpty();
    assertThat(watch.follower.open()).isZero();
  }

  @Test
  void linksThatLeadBackAreNotFollowedAndOthersAre() throws IOException {
    traces.ended("a/b/trace.json");
    Files.createSymbolicLink(traces.root.resolve("a/b/up"), traces.root.resolve("a"));
    Files.createSymbolicLink(traces.root.resolve("self"), traces.root);
    Files.createSymbolicLink(traces.root.resolve("nowhere"), traces.root.resolve("nothing"));
    TraceFolder elsewhere = new TraceFolder(directory.resolve("elsewhere"), clock);
    elsewhere.ended("trace.json");
    Files.createSymbolicLink(elsewhere.root.resolve("back"), traces.root);
    Files.createSymbolicLink(traces.root.resolve("there"), elsewhere.root);
    assertThat(watch.stepAfter(A_SECOND))
        .containsExactlyInAnyOrder("a/b/trace.json", "there/trace.json");
    assertThat(watch.follower.directories()).isEqualTo(4);
  }

  @Test
  void whatCannotBeLookedAtIsToldUntilItIsGone() throws IOException {
    traces.ended("a/trace.json");
    Path loop = traces.root.resolve("a/loop");
    Files.createSymbolicLink(loop, loop);
    traces.touchAbove(loop);
    assertThat(watch.stepAfter(A_SECOND)).containsExactly("a/trace.json");
    WatchNumbers numbers = watch.watcher.numbers();
    assertThat(numbers.unreadable()).isEqualTo(1);
    assertThat(numbers.unreadableExample())
        .hasValueSatisfying(text -> assertThat(text).startsWith("cannot read " + loop + ": "));
    assertThat(numbers.rootProblem()).isEmpty();
    Files.delete(loop);
    traces.touchAbove(loop);
    assertThat(watch.stepAfter(AN_HOUR)).isEmpty();
    assertThat(watch.watcher.numbers().unreadable()).isZero();
    assertThat(watch.watcher.numbers().unreadableExample()).isEmpty();
  }

  @Test
  void whatCannotBeLookedAtIsForgottenWithItsDirectory() throws IOException {
    traces.ended("a/trace.json");
    Path loop = traces.root.resolve("a/loop");
    Files.createSymbolicLink(loop, loop);
    traces.touchAbove(loop);
    watch.stepAfter(A_SECOND);
    assertThat(watch.watcher.numbers().unreadable()).isEqualTo(1);
    Files.move(traces.root.resolve("a"), directory.resolve("aside"));
    traces.touchAbove(traces.root.resolve("a"));
    watch.stepAfter(A_SECOND);
    assertThat(watch.watcher.numbers().unreadable()).isZero();
  }

  @Test
  void aDirectoryThatIsGoneForAWhileKeepsItsTraces() throws IOException {
    traces.ended("a/trace.json");
    traces.begin("b/trace.json");
    assertThat(watch.step()).hasSize(1);
    Path aside = directory.resolve("aside");
    Files.move(traces.root, aside);
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
    assertThat(watch.watcher.numbers().rootProblem()).contains("the directory is not there");
    // As where a file system is not mounted.
    Files.createDirectory(traces.root);
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
    Files.delete(traces.root);
    Files.move(aside, traces.root);
    traces.end("b/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).containsExactly("b/trace.json");
    assertThat(watch.missed()).isZero();
    assertThat(watch.watcher.numbers().rootProblem()).isEmpty();
    assertThat(watch.stepAfter(A_SECOND)).isEmpty();
  }

  @Test
  void anotherDirectoryInPlaceOfTheFirstIsFollowed() throws IOException {
    traces.ended("a/trace.json");
    traces.begin("b/trace.json");
    assertThat(watch.step()).hasSize(1);
    Files.move(traces.root, directory.resolve("aside"));
    new TraceFolder(traces.root, clock).ended("c/trace.json");
    assertThat(watch.stepAfter(A_SECOND)).containsExactly("c/trace.json");
    assertThat(watch.missed()).isEqualTo(1);
    assertThat(watch.state.size()).isEqualTo(1);
  }

  @Test
  void namesThatAreNoTextEndNothing() throws Exception {
    traces.ended("a/trace.json");
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "printf x > \"$(printf 'b\\377.qlog')\"; mkdir \"$(printf 'c\\376')\";"
                    + " printf x > \"$(printf 'c\\376/trace.json')\"")
            .directory(traces.root.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();
    traces.touchAbove(traces.root.resolve("any"));
    assertThat(watch.stepAfter(AN_HOUR)).contains("a/trace.json");
    assertThat(watch.stepAfter(AN_HOUR)).isEmpty();
  }

  @Test
  void whatIsAddedWithinOneTickOfTheFileSystemIsSeen() throws IOException {
    traces.ended("a/trace.json");
    assertThat(watch.step()).hasSize(1);
    FileTime before = Files.getLastModifiedTime(traces.root.resolve("a"));
    traces.ended("a/trace-server.json");
    assertThat(Files.getLastModifiedTime(traces.root.resolve("a"))).isEqualTo(before);
    assertThat(watch.step()).containsExactly("a/trace-server.json");
  }

  @Test
  void aNewTraceInADirectoryThatWasQuietForLongIsSeen() throws IOException {
    traces.ended("a/trace.json");
    watch.step();
    watch.stepAfter(AN_HOUR);
    clock.advance(AN_HOUR);
    traces.ended("a/trace-server.json");
    assertThat(watch.step()).containsExactly("a/trace-server.json");
  }

  @Test
  void moreTracesThanAreRememberedAtOnceAreCountedInTurn() throws IOException {
    watch.close();
    watch = new Watching(traces.root, directory.resolve("state.mv"), clock, 10);
    for (int i = 0; i < 35; i++) {
      traces.ended(i % 2 == 0 ? "flat" + i + ".qlog" : "c" + i + "/trace.json");
    }
    int steps = 1;
    for (; watch.watcher.step(); steps++) {
      assertThat(watch.follower.open()).isLessThanOrEqualTo(10);
    }
    assertThat(steps).isEqualTo(4);
    assertThat(watch.counter.counted).hasSize(35);
  }

  @Test
  void aTraceFarDownIsFound() throws IOException {
    traces.ended("host/2026/11/22/a/trace.json");
    assertThat(watch.step()).containsExactly("host/2026/11/22/a/trace.json");
    Files.delete(traces.root.resolve("host/2026/11/22/a/trace.json"));
    Files.delete(traces.root.resolve("host/2026/11/22/a"));
    traces.touchAbove(traces.root.resolve("host/2026/11/22/a"));
    watch.stepAfter(A_SECOND);
    assertThat(watch.state.size()).isZero();
    assertThat(watch.follower.directories()).isEqualTo(5);
  }
}
