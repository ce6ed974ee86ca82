package dev.moqlog.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassArchiveTest {

  @TempDir static Path temporary;

  private Path directory;
  private Installation program;
  private String expected;

  @BeforeAll
  void installAndRunWithoutAnArchive() throws Exception {
    directory = temporary.toRealPath();
    program =
        // Without a space: with one, Java 17 takes no classes of the program from an archive.
        Installation.whole(directory.resolve("place"))
            .with("JAVA_HOME", Installation.JAVA_HOME.toString());
    expected = without().run("summarize", "-f", "ndjson", program.log().toString()).out();
    assertThat(expected).contains("connection_id");
  }

  private Installation without() {
    return program.with("QLOG_CLI_CACHE", "off");
  }

  @Test
  void isMadeAfterTheFirstRunAndUsedFromThenOn() throws Exception {
    Path cache = directory.resolve("first use");
    program.with("QLOG_CLI_CACHE", cache.toString());
    Installation.Run one =
        program.start(program.script(), "summarize", "-f", "ndjson", program.log().toString());
    Installation.Run two =
        program.start(program.script(), "summarize", "-f", "ndjson", program.log().toString());
    assertSilentlyRight(one.result());
    assertSilentlyRight(two.result());

    Path archive = archiveIn(cache);

    assertSilentlyRight(program.run("summarize", "-f", "ndjson", program.log().toString()));
    assertThat(Files.exists(ClassArchive.lockFile(archive))).isFalse();
    program.with("QLOG_CLI_OPTS", "-Xlog:class+load");
    assertThat(program.run("summarize", "-f", "ndjson", program.log().toString()).out())
        .containsPattern("dev.moqlog.cli.QlogCli source: shared objects file");
    program.with("QLOG_CLI_OPTS", "");

    assertSilentlyRight(program.runOn(program.log(), "summarize", "-f", "ndjson", "-"), "-");
    assertThat(program.run("summarize", "/no/such/log").code()).isEqualTo(3);
    assertThat(program.run("summarize", "--top", "-1", "x").code()).isEqualTo(2);
    program.with("JAVA_OPTS", "-Xmx64m");
    assertSilentlyRight(program.run("summarize", "-f", "ndjson", program.log().toString()));
    program.with("JAVA_OPTS", "-XX:+UseParallelGC");
    assertSilentlyRight(program.run("summarize", "-f", "ndjson", program.log().toString()));
    program.with("JAVA_OPTS", "");

    byte[] noise = new byte[(int) Files.size(archive)];
    new Random(1).nextBytes(noise);
    Files.write(archive, noise);
    assertSilentlyRight(program.run("summarize", "-f", "ndjson", program.log().toString()));
  }

  @Test
  void isMissedByNobodyWhereItCannotBeMade() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    program.with("QLOG_CLI_CACHE", file.toString());

    assertSilentlyRight(program.run("summarize", "-f", "ndjson", program.log().toString()));
  }

  @Test
  void isMadeByOneProcessAtATime() throws Exception {
    Path archive = directory.resolve("lock/x.jsa");
    ClassArchive one = new ClassArchive(archive);

    assertThat(one.lock()).isTrue();
    assertThat(new ClassArchive(archive).lock()).isFalse();

    Path lock = ClassArchive.lockFile(archive);
    Files.setLastModifiedTime(lock, FileTime.fromMillis(0));
    assertThat(new ClassArchive(archive).lock()).as("takes an old lock away").isFalse();
    assertThat(new ClassArchive(archive).lock()).isTrue();
  }

  @Test
  void isForItsUserOnly() throws Exception {
    Path archive = directory.resolve("private/deep/x.jsa");

    new ClassArchive(archive).lock();

    for (Path path : List.of(archive.getParent(), archive.getParent().getParent())) {
      assertThat(Files.getPosixFilePermissions(path)).hasSize(3);
    }
  }

  @Test
  void belongsToOneInstallation() throws Exception {
    Path lib = Files.createDirectory(directory.resolve("lib"));
    Path jar = Files.writeString(lib.resolve("a.jar"), "1");
    String before = ClassArchive.stamp(jar);
    assertThat(ClassArchive.stamp(jar)).isEqualTo(before);

    FileTime time = Files.getLastModifiedTime(jar);
    Files.move(jar, lib.resolve("old"));
    Files.writeString(jar, "2");
    Files.setLastModifiedTime(jar, time);

    assertThat(ClassArchive.stamp(jar)).isNotEqualTo(before);
  }

  private void assertSilentlyRight(Installation.Result result) {
    assertSilentlyRight(result, program.log().toString());
  }

  private void assertSilentlyRight(Installation.Result result, String name) {
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo(expected.replace(program.log().toString(), name));
  }

  /** Waits until the archive is complete. */
  private static Path archiveIn(Path cache) throws IOException, InterruptedException {
    Path lock = find(cache, ".lock");
    String name = lock.getFileName().toString();
    Path archive = lock.resolveSibling(name.substring(0, name.length() - ".lock".length()));
    try (WatchService watch = lock.getFileSystem().newWatchService()) {
      lock.getParent().register(watch, StandardWatchEventKinds.ENTRY_DELETE);
      while (Files.exists(lock)) {
        WatchKey key = watch.poll(2, TimeUnit.MINUTES);
        assertThat(key).as("an archive is made").isNotNull();
        key.reset();
      }
    }
    assertThat(archive).exists();
    return archive;
  }

  private static Path find(Path below, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }
}
