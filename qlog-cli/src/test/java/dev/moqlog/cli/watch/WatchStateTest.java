package dev.moqlog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchStateTest {

  private static final CountedTrace TRACE = new CountedTrace(100, 5, false, false, 68, -7);

  @TempDir Path directory;

  private Path root;
  private Path file;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(directory.resolve("qlog"));
    file = root.resolve(".moqlog-watch.mv");
  }

  private static void commit(WatchState state, int number) throws IOException {
    state.commit(
        Set.of(),
        Map.of("c" + number + "/trace.json", TRACE),
        Map.of("series", new byte[] {(byte) number}),
        new WatchTotals(number, 0, 0, 0));
  }

  @Test
  void whatWasCommittedIsThereAfterItWasOpenedAgain() throws IOException {
    CountedTrace other = new CountedTrace(Long.MAX_VALUE, 1, true, true, 0, Long.MIN_VALUE);
    try (WatchState state = WatchState.open(file, root)) {
      assertThat(state.totals()).isEqualTo(WatchTotals.NONE);
      assertThat(state.series()).isEmpty();
      state.commit(
          Set.of(),
          Map.of("a/trace.json", TRACE, "b", TRACE),
          Map.of("x", new byte[] {1, 2}, "y", new byte[0]),
          new WatchTotals(2, 3, 4, 5));
      state.commit(
          Set.of("b", "a/trace.json"),
          Map.of("a/trace.json", other),
          Map.of("y", new byte[] {9}),
          new WatchTotals(3, 3, 4, 5));
    }
    try (WatchState state = WatchState.open(file, root)) {
      assertThat(state.size()).isEqualTo(1);
      assertThat(state.counted("a/trace.json")).isEqualTo(other);
      assertThat(state.counted("b")).isNull();
      assertThat(state.totals()).isEqualTo(new WatchTotals(3, 3, 4, 5));
      assertThat(state.series()).containsOnlyKeys("x", "y");
      assertThat(state.series().get("x")).containsExactly(1, 2);
      assertThat(state.series().get("y")).containsExactly(9);
    }
  }

  @Test
  void whatWasCountedIsReadInTheOrderOfKeysFromAnyOneOn() throws IOException {
    try (WatchState state = WatchState.open(file, root)) {
      for (int i = 0; i < 1000; i++) {
        commit(state, i);
      }
      List<String> keys = new ArrayList<>();
      state.after(null).forEachRemaining(entry -> keys.add(entry.getKey()));
      assertThat(keys).hasSize(1000).isSorted();
      for (int from : List.of(0, 1, 47, 500, 998)) {
        assertThat(state.after(keys.get(from)).next().getKey()).isEqualTo(keys.get(from + 1));
        assertThat(state.after(keys.get(from) + "x").next().getKey()).isEqualTo(keys.get(from + 1));
      }
      assertThat(state.after(keys.get(999)).hasNext()).isFalse();
    }
  }

  @Test
  void onlyItsUserMayReadIt() throws IOException {
    WatchState.open(file, root).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileOfAnotherDirectoryIsRefused() throws IOException {
    WatchState.open(file, root).close();
    Path other = Files.createDirectory(directory.resolve("other"));
    assertThatThrownBy(() -> WatchState.open(file, other))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll(root.toString(), other.toString(), "--state");
  }

  @Test
  void aLinkToTheDirectoryIsTheDirectory() throws IOException {
    WatchState.open(file, root).close();
    Path link = Files.createSymbolicLink(directory.resolve("link"), root);
    WatchState.open(link.resolve(".moqlog-watch.mv"), link).close();
  }

  @Test
  void aFileInUseIsRefused() throws IOException {
    try (WatchState state = WatchState.open(file, root)) {
      assertThatThrownBy(() -> WatchState.open(file, root))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("in use by another watch");
      commit(state, 1);
    }
  }

  @Test
  void aFileOfAnotherFormatIsRefused() throws IOException {
    WatchState.open(file, root).close();
    try (MVStore store = MVStore.open(file.toString())) {
      MVMap.Builder<String, String> texts =
          new MVMap.Builder<String, String>()
              .keyType(StringDataType.INSTANCE)
              .valueType(StringDataType.INSTANCE);
      store.openMap("about", texts).put("format", "3");
    }
    assertThatThrownBy(() -> WatchState.open(file, root))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll("format 3", "another version");
  }

  @Test
  void anotherStoreIsRefused() {
    try (MVStore store = MVStore.open(file.toString())) {
      store.openMap("something").put("a", "b");
    }
    assertThatThrownBy(() -> WatchState.open(file, root))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("not the state of a watch");
  }

  @Test
  void aFileAmongTheTracesIsRefused() {
    assertThatThrownBy(() -> WatchState.open(root.resolve("a/../state.mv"), root))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("begins with a dot");
    assertThat(root.resolve("state.mv")).doesNotExist();
  }

  @Test
  void aFileThatCannotBeMadeIsAMessage() {
    assertThatThrownBy(() -> WatchState.open(directory.resolve("no/state.mv"), root))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("its directory does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "H:2,block:", "{\"qlog_version\":\"0.3\"}"})
  void aFileThatIsNoStateIsRefusedAndLeftAlone(String content) throws IOException {
    Files.writeString(file, content);
    assertThatThrownBy(() -> WatchState.open(file, root))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll("damaged", "counted anew");
    assertThat(file).hasContent(content);
  }

  @Test
  void anEntryThatSomethingElseChangedIsNoticed() throws IOException {
    try (WatchState state = WatchState.open(file, root)) {
      commit(state, 1);
      commit(state, 2);
    }
    try (MVStore store = MVStore.open(file.toString())) {
      MVMap.Builder<String, byte[]> bytes =
          new MVMap.Builder<String, byte[]>()
              .keyType(StringDataType.INSTANCE)
              .valueType(ByteArrayDataType.INSTANCE);
      MVMap<String, byte[]> counted = store.openMap("counted", bytes);
      byte[] value = counted.get("c1/trace.json").clone();
      value[3] ^= 1;
      counted.put("c1/trace.json", value);
    }
    assertThatThrownBy(() -> WatchState.open(file, root))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll("damaged", "does not add up");
  }

  @Test
  void aDamagedFileIsRefusedOrHasAllThatWasCommitted() throws IOException {
    Map<Integer, Integer> results = new HashMap<>();
    try (WatchState state = WatchState.open(file, root)) {
      for (int i = 1; i <= 300; i++) {
        commit(state, i);
      }
    }
    byte[] intact = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 80; i++) {
      byte[] damaged = intact.clone();
      int from = random.nextInt(damaged.length);
      int length = Math.min(damaged.length - from, 1 << random.nextInt(14));
      for (int j = from; j < from + length; j++) {
        damaged[j] = (byte) random.nextInt();
      }
      Files.write(file, i % 5 == 0 ? Arrays.copyOf(damaged, from) : damaged);
      results.merge(openedCommit(), 1, Integer::sum);
    }
    // Damage may be in space that is not used.
    assertThat(results).containsOnlyKeys(-1, 300);
    assertThat(results.get(-1)).isGreaterThan(10);
  }

  /** The commit whose state the file has, or -1 if it is refused. */
  private int openedCommit() throws IOException {
    try (WatchState state = WatchState.open(file, root)) {
      int last = (int) state.totals().counted();
      assertThat(state.size()).isEqualTo(last);
      IntStream.rangeClosed(1, last)
          .forEach(i -> assertThat(state.counted("c" + i + "/trace.json")).isEqualTo(TRACE));
      assertThat(state.series().get("series")).containsExactly(last);
      return last;
    } catch (StateException e) {
      assertThat(e).hasMessageContaining(file.toString());
      return -1;
    }
  }

  @Test
  void aCopyOfAnEarlierTimeIsRefusedUnlessItIsWanted() throws IOException {
    byte[] copy;
    try (WatchState state = WatchState.open(file, root)) {
      commit(state, 1);
      copy = Files.readAllBytes(file);
      commit(state, 2);
    }
    Files.write(file, copy);
    assertThatThrownBy(() -> WatchState.open(file, root))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("1 commits that were made are not in it");
    Files.delete(CommitMark.file(file));
    try (WatchState state = WatchState.open(file, root)) {
      assertThat(state.size()).isEqualTo(1);
      commit(state, 2);
    }
    Files.delete(file);
    try (WatchState state = WatchState.open(file, root)) {
      assertThat(state.size()).isZero();
    }
  }

  @Test
  void aFileThatSomebodyDeletedIsMadeAnew() throws IOException {
    try (WatchState state = WatchState.open(file, root)) {
      commit(state, 1);
      Files.delete(file);
      commit(state, 2);
      assertThat(state.size()).isEqualTo(2);
    }
    try (WatchState state = WatchState.open(file, root)) {
      assertThat(state.size()).isEqualTo(2);
      assertThat(state.totals().counted()).isEqualTo(2);
    }
  }

  @Test
  void whatAKilledStartLeftIsInNobodysWay() throws IOException {
    Files.writeString(root.resolve(".moqlog-watch.mv.new"), "half");
    WatchState.open(file, root).close();
    assertThat(root.resolve(".moqlog-watch.mv.new")).doesNotExist();
  }

  @Test
  void theFileDoesNotGrowWithTheNumberOfCommits() throws IOException {
    long bytes = 0;
    try (WatchState state = WatchState.open(file, root)) {
      Random random = new Random(1);
      List<String> live = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        Map<String, CountedTrace> counted = new HashMap<>();
        for (int j = 0; j < 20; j++) {
          String key = Long.toHexString(random.nextLong()) + "/trace.json";
          counted.put(key, TRACE);
          live.add(key);
        }
        List<String> gone = live.subList(0, Math.max(0, live.size() - 4_000));
        Set<String> forgotten = Set.copyOf(gone);
        gone.clear();
        state.commit(forgotten, counted, Map.of("s" + i % 50, new byte[400]), WatchTotals.NONE);
        bytes = Math.max(bytes, Files.size(file));
      }
      assertThat(state.size()).isEqualTo(4_000);
    }
    // What is in it has some 300 kB; commits follow each other much faster than in a watch.
    assertThat(bytes).isLessThan(100L << 20);
  }

  @Test
  void aCommitThatFailsIsMadeUpFor() throws IOException {
    try (WatchState state = WatchState.open(file, root)) {
      commit(state, 1);
      // A value that cannot be written, in place of a disk that is full.
      Map<String, byte[]> unwritable = new HashMap<>();
      unwritable.put("series", null);
      assertThatThrownBy(
              () -> state.commit(Set.of("c1/trace.json"), Map.of(), unwritable, WatchTotals.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write");
      commit(state, 2);
      assertThat(state.size()).isEqualTo(2);
      assertThat(state.totals().counted()).isEqualTo(2);
    }
  }
}
