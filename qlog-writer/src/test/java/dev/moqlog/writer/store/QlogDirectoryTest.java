package dev.moqlog.writer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QlogDirectoryTest {

  @TempDir Path temporary;

  private static void link(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
  }

  private static String mode(Path path) throws IOException {
    assumeTrue(
        path.getFileSystem().supportedFileAttributeViews().contains("posix"), "no modes here");
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private QlogDirectory open() throws IOException {
    return QlogDirectory.open(temporary.resolve("qlog"));
  }

  @Test
  void createsTheRootWithItsParentsForThisUserOnly() throws IOException {
    try (QlogDirectory directory = QlogDirectory.open(temporary.resolve("a/b/qlog"))) {
      assertThat(directory.root()).isEqualTo(temporary.toRealPath().resolve("a/b/qlog"));
      for (Path created = directory.root();
          !created.equals(temporary.toRealPath());
          created = created.getParent()) {
        assertThat(mode(created)).isEqualTo("rwx------");
      }
    }
  }

  @Test
  void leavesNothingBehindButItsLock() throws IOException {
    try (QlogDirectory directory = open();
        Stream<Path> files = Files.list(directory.root())) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly(".moqlog.lock");
    }
  }

  @Test
  void theRootMayBeALinkToADirectory() throws IOException {
    Path real = Files.createDirectory(temporary.resolve("real"));
    Path link = temporary.resolve("link");
    link(link, real);
    try (QlogDirectory directory = QlogDirectory.open(link)) {
      assertThat(directory.root()).isEqualTo(real.toRealPath());
    }
  }

  @Test
  void aFileInPlaceOfTheRootIsTold() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    for (Path root : List.of(file, file.resolve("below"))) {
      assertThatIOException()
          .isThrownBy(() -> QlogDirectory.open(root))
          .withMessageStartingWith("cannot write traces to " + root)
          .withMessageContaining("irectory")
          .withMessageEndingWith("or choose another directory");
    }
  }

  @Test
  void aRootThatCannotBeWrittenToIsTold() throws IOException {
    // Nobody, not even root, may create files there, whatever the reason the system gives.
    Path root = Path.of("/proc/self/fd");
    assertThatIOException()
        .isThrownBy(() -> QlogDirectory.open(root))
        .withMessageStartingWith("cannot write traces to " + root + ": ")
        .withMessageContaining("(user " + System.getProperty("user.name") + ")");
  }

  @Test
  void createsDirectoriesAndFilesForThisUserOnly() throws IOException {
    try (QlogDirectory directory = open()) {
      Path connection = directory.create("0a0b");
      assertThat(connection).isEqualTo(directory.root().resolve("0a0b"));
      assertThat(mode(connection)).isEqualTo("rwx------");
      Path file = connection.resolve("trace.json");
      directory.createNew(file).close();
      assertThat(mode(file)).isEqualTo("rw-------");
      assertThat(mode(directory.root().resolve(".moqlog.lock"))).isEqualTo("rw-------");
    }
  }

  @Test
  void aDirectoryThatExistsIsUsed() throws IOException {
    try (QlogDirectory directory = open()) {
      assertThat(directory.create("0a")).isEqualTo(directory.create("0a"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "../x", "a/..", "a/../..", "a/b", "/etc", "//", "a\0b", "a/", "./a", "a/."
      })
  void namesThatLeadElsewhereAreRefused(String name) throws IOException {
    try (QlogDirectory directory = open()) {
      assertThatIOException().isThrownBy(() -> directory.directory(name));
      assertThatIOException().isThrownBy(() -> directory.create(name));
      try (Stream<Path> files = Files.walk(temporary)) {
        assertThat(files).hasSize(3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.moqlog.writer.store.TraceNamesTest#hostileIds")
  void whateverAConnectionIsCalledItsDirectoryIsRightBelowTheRoot(String id) throws IOException {
    try (QlogDirectory directory = open()) {
      Path created = directory.create(TraceNames.forApplicationId(id));
      assertThat(created.toRealPath().getParent()).isEqualTo(directory.root());
      try {
        assertThat(directory.directory(id).getParent()).isEqualTo(directory.root());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("not the name of a directory");
      }
    }
  }

  @Test
  void aLinkInPlaceOfADirectoryIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    try (QlogDirectory directory = open()) {
      Path link = directory.root().resolve("0a");
      link(link, elsewhere);
      assertThatIOException()
          .isThrownBy(() -> directory.create("0a"))
          .withMessageContaining("link")
          .withMessageContaining(link.toString());
      Path file = link.resolve("trace.json");
      assertThatIOException().isThrownBy(() -> directory.createNew(file));
      Files.createFile(elsewhere.resolve("trace.json"));
      assertThatIOException().isThrownBy(() -> directory.reopen(file));
      assertThat(elsewhere).isDirectoryContaining(path -> path.endsWith("trace.json"));
    }
  }

  @Test
  void aFileInPlaceOfADirectoryIsRefused() throws IOException {
    try (QlogDirectory directory = open()) {
      Files.createFile(directory.root().resolve("0a"));
      assertThatIOException().isThrownBy(() -> directory.create("0a"));
    }
  }

  @Test
  void aFileThatExistsIsNeverOpenedAsNew() throws IOException {
    try (QlogDirectory directory = open()) {
      Path file = directory.create("0a").resolve("trace.json");
      Files.writeString(file, "kept");
      assertThatThrownBy(() -> directory.createNew(file))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(file).hasContent("kept");
    }
  }

  @Test
  void aLinkIsNeverWrittenThrough() throws IOException {
    try (QlogDirectory directory = open()) {
      Path connection = directory.create("0a");
      Path target = temporary.resolve("target");
      link(connection.resolve("trace.json"), target);
      assertThatThrownBy(() -> directory.createNew(connection.resolve("trace.json")))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(target).doesNotExist();
      Files.writeString(target, "kept");
      assertThatIOException().isThrownBy(() -> directory.reopen(connection.resolve("trace.json")));
      assertThat(target).hasContent("kept");
    }
  }

  @Test
  void onlyFilesOfConnectionsAreCreatedAndReopened() throws IOException {
    try (QlogDirectory directory = open()) {
      directory.create("0a");
      Path root = directory.root();
      for (Path file :
          List.of(
              root.resolve("trace.json"),
              root.resolve("0a/../trace.json"),
              root.resolve("0a/../../x/trace.json"),
              root.resolve("0a/b/trace.json"),
              temporary.resolve("trace.json"),
              Path.of("trace.json"))) {
        assertThatIOException().isThrownBy(() -> directory.createNew(file));
        assertThatIOException().isThrownBy(() -> directory.reopen(file));
      }
    }
  }

  @Test
  void aDirectoryThatWasRemovedAsEmptyIsCreatedAgain() throws IOException {
    try (QlogDirectory directory = open()) {
      Path connection = directory.create("0a");
      Files.delete(connection);
      directory.createNew(connection.resolve("trace.json")).close();
      assertThat(connection.resolve("trace.json")).isRegularFile();
    }
  }

  @Test
  void aFileIsReopenedAsItIs() throws IOException {
    try (QlogDirectory directory = open()) {
      Path file = directory.create("0a").resolve("trace.json");
      assertThatThrownBy(() -> directory.reopen(file)).isInstanceOf(NoSuchFileException.class);
      Files.writeString(file, "abc");
      try (FileChannel channel = directory.reopen(file)) {
        channel.write(ByteBuffer.wrap(new byte[] {'X'}), 1);
      }
      assertThat(file).hasContent("aXc");
      Path subdirectory = Files.createDirectory(file.resolveSibling("trace-server.json"));
      assertThatIOException().isThrownBy(() -> directory.reopen(subdirectory));
    }
  }

  @Test
  void theOnlyOneIsAlone() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (QlogDirectory directory = open()) {
        assertThat(directory.isAlone()).isTrue();
      }
    }
  }

  @Test
  void whoComesSecondInThisProcessIsNotAlone() throws IOException {
    QlogDirectory first = open();
    QlogDirectory second = open();
    assertThat(first.isAlone()).isTrue();
    assertThat(second.isAlone()).isFalse();
    first.close();
    first.close();
    try (QlogDirectory third = open()) {
      assertThat(third.isAlone()).isFalse();
    }
    second.close();
    try (QlogDirectory fourth = open()) {
      assertThat(fourth.isAlone()).isTrue();
    }
  }

  @Test
  void aLockTakenInThisProcessByOthersIsNotAlone() throws IOException {
    Path root = Files.createDirectory(temporary.resolve("qlog"));
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(".moqlog.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      try (QlogDirectory directory = open()) {
        assertThat(directory.isAlone()).isFalse();
      }
    }
  }

  @Test
  void aRootThatCannotBeLockedIsUsedButNotAlone() throws IOException {
    Path root = Files.createDirectory(temporary.resolve("qlog"));
    Files.createDirectory(root.resolve(".moqlog.lock"));
    try (QlogDirectory directory = open()) {
      assertThat(directory.isAlone()).isFalse();
      assertThat(directory.create("0a")).isDirectory();
    }
  }

  @Test
  void whoComesSecondInAnotherProcessIsNotAloneUntilTheFirstIsKilled() throws Exception {
    Path root = temporary.resolve("qlog");
    Process other = otherProcess(root);
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("true");
      try (QlogDirectory directory = open()) {
        assertThat(directory.isAlone()).isFalse();
      }
    } finally {
      other.destroyForcibly();
    }
    assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    try (QlogDirectory directory = open()) {
      assertThat(directory.isAlone()).isTrue();
      Process second = otherProcess(root);
      try {
        assertThat(second.inputReader().readLine()).isEqualTo("false");
      } finally {
        second.destroyForcibly();
      }
      second.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private static Process otherProcess(Path root) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            root.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Opens the directory, tells whether it is alone, and waits to be killed. */
  static final class Other {

    private Other() {}

    public static void main(String[] arguments) throws IOException {
      QlogDirectory directory = QlogDirectory.open(Path.of(arguments[0]));
      System.out.println(directory.isAlone());
      while (System.in.read() >= 0) {
        // Until the end of input.
      }
      directory.close();
    }
  }
}
