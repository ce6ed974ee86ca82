package dev.moqlog.writer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moqlog.writer.store.Deleted.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceInventoryTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final long PLENTY = Long.MAX_VALUE;

  @TempDir Path temporary;
  private Path root;
  private long freeBytes = -1;
  private TraceInventory inventory;

  @BeforeEach
  void createInventory() throws IOException {
    root = temporary.toRealPath();
    inventory = inventory(1000);
  }

  private TraceInventory inventory(int maxKnown) {
    return new TraceInventory(root, () -> freeBytes, maxKnown);
  }

  /** A file that was last written to so many hours ago. */
  private Path file(String name, int bytes, long hoursAgo) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
    age(file, hoursAgo);
    return file;
  }

  private static void age(Path file, long hoursAgo) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(NOW - hoursAgo * HOUR));
  }

  private Path open(String name, int bytes, long hoursAgo) throws IOException {
    Path file = root.resolve(name);
    inventory.opened(file);
    file(name, bytes, hoursAgo);
    inventory.grown(file, bytes);
    return file;
  }

  private void closed(String name, int bytes, long hoursAgo, boolean keepLonger)
      throws IOException {
    inventory.closed(open(name, bytes, hoursAgo), keepLonger);
  }

  private List<String> enforce(long budgetBytes) {
    return enforce(new Limits(budgetBytes, 0, null));
  }

  private List<String> enforce(Limits limits) {
    return inventory.enforce(limits, NOW).stream()
        .map(deleted -> root.relativize(deleted.path()).toString().replace('\\', '/'))
        .toList();
  }

  @Test
  void countsTheTracesBelowTheRootAndNothingElse() throws IOException {
    file("0a/trace.json", 1, 1);
    file("0a/trace-server-2.1.json.gz", 2, 1);
    file("conn-1/trace.sqlog", 4, 1);
    file("conn-1/trace.json.gz.tmp", 8, 1);
    file("trace.json", 100, 1);
    file("0a/notes.txt", 100, 1);
    file("0a/b/trace.json", 100, 1);
    file(".git/trace.json", 100, 1);
    Files.createDirectory(root.resolve("0a/trace-client.json"));
    inventory.scan();
    assertThat(inventory.usedBytes()).isEqualTo(15);
    inventory.scan();
    assertThat(inventory.usedBytes()).isEqualTo(15);
  }

  @Test
  void linksAreNeitherCountedNorFollowed(@TempDir Path elsewhere) throws IOException {
    Files.write(elsewhere.resolve("trace.json"), new byte[100]);
    file("0a/trace.json", 1, 1);
    try {
      Files.createSymbolicLink(root.resolve("0b"), elsewhere);
      Files.createSymbolicLink(
          root.resolve("0a/trace-client.json"), elsewhere.resolve("trace.json"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
    inventory.scan();
    assertThat(inventory.usedBytes()).isEqualTo(1);
    assertThat(enforce(0)).containsExactly("0a/trace.json");
    assertThat(elsewhere.resolve("trace.json")).exists();
  }

  @Test
  void aDirectoryThatBecameALinkIsNotDeletedThrough(@TempDir Path elsewhere) throws IOException {
    Path outside = Files.write(elsewhere.resolve("trace.json"), new byte[5]);
    age(outside, 3);
    Path file = file("0a/trace.json", 5, 3);
    inventory.scan();
    Files.delete(file);
    Files.delete(file.getParent());
    try {
      Files.createSymbolicLink(file.getParent(), elsewhere);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
    assertThat(enforce(0)).isEmpty();
    assertThat(outside).exists();
    assertThat(inventory.usedBytes()).isZero();
  }

  @Test
  void growthCountsAtOnce() throws IOException {
    Path file = root.resolve("0a/trace.json");
    inventory.opened(file);
    inventory.grown(file, 10);
    inventory.grown(file, 5);
    assertThat(inventory.usedBytes()).isEqualTo(15);
    file("0a/trace.json", 17, 1);
    inventory.scan();
    assertThat(inventory.usedBytes()).isEqualTo(15);
    inventory.closed(file, false);
    assertThat(enforce(PLENTY)).isEmpty();
    assertThat(inventory.usedBytes()).as("its real size").isEqualTo(17);
  }

  @Test
  void aTraceThatWasNeverCreatedTakesNothing() {
    Path file = root.resolve("0a/trace.json");
    inventory.opened(file);
    inventory.grown(file, 10);
    inventory.closed(file, false);
    assertThat(enforce(0)).isEmpty();
    assertThat(inventory.usedBytes()).isZero();
    assertThat(inventory.isOver()).isFalse();
  }

  @Test
  void whatIsNoTraceBelowTheRootIsIgnored() {
    for (Path file :
        List.of(
            Path.of("/etc/passwd"),
            Path.of("trace.json"),
            root.resolve("trace.json"),
            root.resolve("0a/b"),
            root)) {
      inventory.opened(file);
      inventory.grown(file, 10);
      inventory.closed(file, true);
      inventory.replaced(file, file);
    }
    assertThat(inventory.usedBytes()).isZero();
  }

  @Test
  void theOldestGoFirstUntilTheRestFits() throws IOException {
    file("0a/trace.json", 10, 3);
    file("0b/trace.json", 10, 5);
    file("0c/trace.json", 10, 1);
    closed("0d/trace.json", 10, 4, false);
    inventory.scan();
    assertThat(enforce(40)).isEmpty();
    assertThat(enforce(25)).containsExactly("0b/trace.json", "0d/trace.json");
    assertThat(inventory.usedBytes()).isEqualTo(20);
    assertThat(inventory.isOver()).isFalse();
    assertThat(root.resolve("0b")).doesNotExist();
    assertThat(root.resolve("0a/trace.json")).exists();
  }

  @Test
  void whatIsKeptLongerGoesLast() throws IOException {
    closed("0a/trace.json", 10, 9, true);
    closed("0b/trace.json", 10, 8, true);
    closed("0c/trace.json", 10, 7, false);
    assertThat(enforce(20)).containsExactly("0c/trace.json");
    closed("0d/trace.json", 10, 1, false);
    inventory.scan();
    assertThat(enforce(0)).containsExactly("0d/trace.json", "0a/trace.json", "0b/trace.json");
    assertThat(inventory.isOver()).isFalse();
  }

  @Test
  void openTracesAreNeverDeletedAndMayKeepItOver() throws IOException {
    Path open = open("0a/trace.json", 50, 9);
    closed("0b/trace.json", 10, 1, false);
    inventory.scan();
    assertThat(enforce(new Limits(20, 0, Duration.ofHours(2)))).containsExactly("0b/trace.json");
    assertThat(open).exists();
    assertThat(inventory.isOver()).isTrue();
    inventory.closed(open, false);
    assertThat(enforce(20)).containsExactly("0a/trace.json");
    assertThat(inventory.isOver()).isFalse();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aTraceOpenedAgainIsNotDeleted() throws IOException {
    Path file = file("0a/trace.json", 10, 9);
    inventory.scan();
    inventory.opened(file);
    assertThat(enforce(0)).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void tooOldOnesGoEvenIfKeptLonger() throws IOException {
    closed("0a/trace.json", 10, 30, true);
    closed("0b/trace.json", 10, 25, false);
    closed("0c/trace.json", 10, 23, false);
    List<Deleted> deleted = inventory.enforce(new Limits(PLENTY, 0, Duration.ofDays(1)), NOW);
    assertThat(deleted)
        .containsExactlyInAnyOrder(
            new Deleted(root.resolve("0a/trace.json"), 10, Cause.AGE),
            new Deleted(root.resolve("0b/trace.json"), 10, Cause.AGE));
  }

  @Test
  void spaceThatMustStayFreeIsMadeFree() throws IOException {
    for (int i = 0; i < 9; i++) {
      closed("0" + i + "/trace.json", 10, 20 - i, false);
    }
    Limits limits = new Limits(PLENTY, 1000, null);
    freeBytes = 1000;
    assertThat(enforce(limits)).isEmpty();
    freeBytes = 975;
    assertThat(inventory.enforce(limits, NOW))
        .extracting(Deleted::cause)
        .containsExactly(Cause.FREE_SPACE, Cause.FREE_SPACE, Cause.FREE_SPACE);
    assertThat(inventory.isOver()).isFalse();
    freeBytes = 0;
    assertThat(enforce(limits)).hasSize(6);
    assertThat(inventory.isOver()).isTrue();
    freeBytes = -1;
    assertThat(enforce(limits)).isEmpty();
    assertThat(inventory.isOver()).as("unknown").isFalse();
  }

  @Test
  void vanishedTracesAreForgotten() throws IOException {
    Path first = file("0a/trace.json", 10, 3);
    file("0b/trace.json", 10, 2);
    inventory.scan();
    Files.delete(first);
    assertThat(enforce(10)).isEmpty();
    assertThat(inventory.usedBytes()).isEqualTo(10);
    assertThat(root.resolve("0a")).doesNotExist();
    assertThat(root.resolve("0b/trace.json")).exists();
  }

  @Test
  void directoriesWithAnythingElseStay() throws IOException {
    file("0a/trace.json", 10, 3);
    Path notes = file("0a/notes.txt", 1, 3);
    inventory.scan();
    assertThat(enforce(0)).hasSize(1);
    assertThat(notes).exists();
  }

  @Test
  void whatAnotherProcessMayStillWriteToIsSpared() throws IOException {
    Path young = file("0a/trace.json", 10, 0);
    Path changed = file("0b/trace.json", 10, 5);
    inventory.scan();
    Files.write(changed, new byte[20]);
    assertThat(enforce(0)).isEmpty();
    assertThat(inventory.isOver()).isTrue();
    assertThat(inventory.usedBytes()).isEqualTo(30);
    age(young, 1);
    age(changed, 2);
    assertThat(enforce(0)).as("changed again").isEmpty();
    assertThat(enforce(0)).containsExactly("0b/trace.json", "0a/trace.json");
    assertThat(inventory.usedBytes()).isZero();
  }

  @Test
  void aReplacedTraceHasItsNewSizeAndItsRank() throws IOException {
    closed("0a/trace.json", 100, 9, true);
    closed("0b/trace.json", 100, 8, false);
    for (String name : List.of("0a/trace.json", "0b/trace.json")) {
      Files.delete(root.resolve(name));
      file(name + ".gz", 7, 5);
      inventory.replaced(root.resolve(name), root.resolve(name + ".gz"));
    }
    assertThat(inventory.usedBytes()).isEqualTo(14);
    assertThat(enforce(0)).containsExactly("0b/trace.json.gz", "0a/trace.json.gz");
  }

  @Test
  void leftoversOfKilledCompressionsAreDeleted() throws IOException {
    file("0a/trace.json", 10, 9);
    file("0a/trace.json.gz.tmp", 5, 9);
    file("0b/trace.sqlog.zst.tmp", 5, 9);
    inventory.scan();
    assertThat(inventory.deleteUnfinished()).isEqualTo(2);
    assertThat(inventory.usedBytes()).isEqualTo(10);
    assertThat(root.resolve("0b")).doesNotExist();
    assertThat(root.resolve("0a/trace.json")).exists();
  }

  @Test
  void moreTracesThanAreKnownByNameGoInTheirOrder() throws IOException {
    inventory = inventory(3);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = String.format("%02d/trace.json", i);
      file(name, 10, 100 - i);
      expected.add(name);
    }
    inventory.scan();
    assertThat(inventory.usedBytes()).isEqualTo(200);
    for (int i = 20; i < 25; i++) {
      String name = i + "/trace.json";
      closed(name, 10, 100 - i, false);
      expected.add(name);
    }
    assertThat(enforce(170)).containsExactlyElementsOf(expected.subList(0, 8));
    assertThat(inventory.usedBytes()).isEqualTo(170);
    assertThat(enforce(0)).containsExactlyElementsOf(expected.subList(8, 25));
    assertThat(inventory.usedBytes()).isZero();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void oneThatIsNotKnownByNameCanBeReplaced() throws IOException {
    inventory = inventory(1);
    closed("0a/trace.json", 10, 9, false);
    closed("0b/trace.json", 10, 8, false);
    enforce(PLENTY);
    Files.delete(root.resolve("0b/trace.json"));
    inventory.replaced(root.resolve("0b/trace.json"), file("0b/trace.json.gz", 1, 8));
    assertThat(inventory.usedBytes()).isEqualTo(11);
  }

  @Test
  void whatCannotBeDeletedIsLeftAndTheRestGoesOn() throws IOException {
    // With one known by name at a time, this also looks through the disk again.
    for (int maxKnown : new int[] {1, 1000}) {
      Path locked = file("0a/trace.json", 10, 9);
      inventory =
          new TraceInventory(
              root,
              () -> freeBytes,
              maxKnown,
              file -> {
                if (file.equals(locked)) {
                  throw new AccessDeniedException(file.toString());
                }
                Files.delete(file);
              });
      file("0b/trace.json", 10, 8);
      inventory.scan();
      assertThat(enforce(0)).containsExactly("0b/trace.json");
      assertThat(inventory.isOver()).isTrue();
      assertThat(inventory.usedBytes()).isEqualTo(10);
    }
  }

  @Test
  void limitsThatCannotBeMeantAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits(-1, 0, null))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, -2, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 0, Duration.ZERO));
  }

  @Test
  void asksTheFileSystemForItsFreeSpace() throws IOException {
    try (QlogDirectory directory = QlogDirectory.open(root)) {
      TraceInventory asking = TraceInventory.of(directory);
      file("0a/trace.json", 10, 9);
      asking.scan();
      assertThat(asking.enforce(new Limits(PLENTY, 1, null), NOW)).isEmpty();
      assertThat(asking.enforce(new Limits(PLENTY, PLENTY, null), NOW)).hasSize(1);
      assertThat(asking.isOver()).isTrue();
    }
  }
}
