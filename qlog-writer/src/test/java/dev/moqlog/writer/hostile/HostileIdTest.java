package dev.moqlog.writer.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.store.TraceNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileIdTest {

  private static final List<Long> ALL = LongStream.range(0, HostileIds.EVENTS).boxed().toList();

  @TempDir private Path temporary;
  private Path root;
  private Path outside;

  @BeforeEach
  void directories() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("qlog"));
    outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
  }

  private static ConnectionInfo named(String id) {
    return ConnectionInfo.server(new byte[] {1}).withApplicationId(id);
  }

  private Map<String, String> besides() throws IOException {
    Map<String, String> contents = TraceReader.contents(temporary.toRealPath());
    contents.keySet().removeIf(name -> name.startsWith("qlog/"));
    return contents;
  }

  @Test
  void whateverAConnectionIsCalledItsTraceIsReadableAndInTheRoot() throws IOException {
    Files.writeString(root.resolve("notes.txt"), "mine");
    Map<String, String> before = besides();
    List<ConnectionInfo> connections = HostileIds.connections();
    assertThat(HostileIds.record(root, connections)).isTrue();

    assertThat(besides()).isEqualTo(before);
    assertThat(root.resolve("notes.txt")).hasContent("mine");
    List<Path> files = TraceReader.files(root);
    assertThat(files).hasSameSizeAs(connections);
    for (Path file : files) {
      assertThat(TraceReader.numbers(file)).as(file.toString()).isEqualTo(ALL);
      assertThat(file.getParent().getFileName().toString()).matches("[A-Za-z0-9_-]{1,64}");
    }
    try (Stream<Path> paths = Files.walk(root)) {
      assertThat(paths.filter(Files::isRegularFile))
          .containsAll(files)
          .hasSize(files.size() + 2)
          .contains(root.resolve("notes.txt"), root.resolve(".moqlog.lock"));
    }
  }

  @Test
  void twoIdsNeverShareAFileEvenWithAnotherProcessInTheSameRoot() throws IOException {
    List<ConnectionInfo> connections = HostileIds.connections();
    assertThat(HostileIds.record(root, connections)).isTrue();
    Map<String, String> first = TraceReader.contents(root);
    assertThat(HostileIds.record(root, connections)).isTrue();
    assertThat(TraceReader.contents(root)).containsAllEntriesOf(first);
    assertThat(TraceReader.files(root)).hasSize(2 * connections.size());
    for (Path file : TraceReader.files(root)) {
      assertThat(TraceReader.numbers(file)).as(file.toString()).isEqualTo(ALL);
    }
  }

  @Test
  void linksAndFilesThatWerePlantedUnderTheNameOfAConnectionAreNeitherFollowedNorChanged()
      throws IOException {
    Files.writeString(outside.resolve("trace.json"), "secret");
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createSymbolicLink(root.resolve("nowhere"), outside.resolve("missing"));
    Files.createSymbolicLink(root.resolve("itself"), root.resolve("itself"));
    Files.createSymbolicLink(
        root.resolve(TraceNames.forApplicationId("../evil")), temporary.toRealPath());
    Files.writeString(root.resolve("file"), "mine");
    for (String name : List.of("linked-file", "linked-to-nothing", "taken", "directory")) {
      Files.createDirectory(root.resolve(name));
    }
    Files.createSymbolicLink(root.resolve("linked-file/trace.json"), outside.resolve("trace.json"));
    Files.createSymbolicLink(root.resolve("linked-to-nothing/trace.json"), outside.resolve("new"));
    Files.writeString(root.resolve("taken/trace.json"), "mine");
    Files.createDirectory(root.resolve("directory/trace.json"));
    Map<String, String> before = TraceReader.contents(temporary.toRealPath());

    List<String> blocked = List.of("link", "nowhere", "itself", "../evil", "file");
    List<String> free = List.of("linked-file", "linked-to-nothing", "taken", "directory");
    List<ConnectionInfo> connections =
        Stream.of(blocked, free).flatMap(List::stream).map(HostileIdTest::named).toList();
    try (CapturedLog log = new CapturedLog()) {
      assertThat(HostileIds.record(root, connections)).as("all written").isFalse();
      assertThat(log.lines()).hasSize(2).first().asString().contains(root.toString());
    }

    Map<String, String> after = TraceReader.contents(temporary.toRealPath());
    assertThat(after).containsAllEntriesOf(before);
    after.keySet().removeAll(before.keySet());
    assertThat(after.keySet())
        .containsExactlyInAnyOrder(
            "qlog/.moqlog.lock",
            "qlog/linked-file/trace-server.json",
            "qlog/linked-to-nothing/trace-server.json",
            "qlog/taken/trace-server.json",
            "qlog/directory/trace-server.json");
    for (String name : free) {
      Path file = root.resolve(name).resolve("trace-server.json");
      assertThat(TraceReader.numbers(file)).isEqualTo(ALL);
    }
  }

  @Test
  void whateverTheUmaskOnlyItsUserMayReadWhatAProcessWrites() throws Exception {
    Path made = temporary.resolve("made/for/traces");
    try (ChildJvm child = ChildJvm.startUnder("umask 000", HostileIds.class, made)) {
      assertThat(child.waitFor()).as(String.join("\n", child.lines())).isZero();
    }
    assertThat(TraceReader.files(made)).hasSize(HostileIds.connections().size());
    try (Stream<Path> paths = Files.walk(temporary.resolve("made"))) {
      for (Path path : paths.toList()) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }
}
