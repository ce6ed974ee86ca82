package dev.moqlog.analyzer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFinderTest {

  @TempDir Path root;

  private final Map<String, IOException> unreadable = new LinkedHashMap<>();

  private void file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private void link(String name, Path target) {
    try {
      Files.createSymbolicLink(root.resolve(name), target);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
  }

  /** The names of what is found, relative to the directory of the test. */
  private List<String> found(String... paths) {
    List<String> names = new ArrayList<>();
    for (LogSource source : SourceFinder.find(List.of(paths), unreadable::put)) {
      Path path = Path.of(source.name());
      names.add(
          path.startsWith(root)
              ? root.relativize(path).toString().replace('\\', '/')
              : source.name());
    }
    return names;
  }

  @Test
  void aDirectoryStandsForAllFilesBelowItInTheOrderOfTheirNames() throws IOException {
    for (String name : List.of("b/2.qlog", "b/10.qlog", "a.qlog", "c", "b/a/x.txt", "B.qlog")) {
      file(name);
    }
    assertThat(found(root.toString()))
        .containsExactly("B.qlog", "a.qlog", "b/10.qlog", "b/2.qlog", "b/a/x.txt", "c");
    assertThat(unreadable).isEmpty();
  }

  @Test
  void pathsStayInTheOrderGiven() throws IOException {
    file("z");
    file("d/a");
    assertThat(found(root.resolve("z").toString(), root.resolve("d").toString(), "-"))
        .containsExactly("z", "d/a", "-");
  }

  @Test
  void hiddenFilesAndDirectoriesArePassedOver() throws IOException {
    for (String name : List.of("a", ".hidden", ".git/config", "b/.c/d", "__MACOSX/a", "b/e")) {
      file(name);
    }
    assertThat(found(root.toString())).containsExactly("a", "b/e");
  }

  @Test
  void aHiddenPathThatTheUserNamesIsRead() throws IOException {
    file(".cache/log.qlog");
    assertThat(found(root.resolve(".cache").toString())).containsExactly(".cache/log.qlog");
    assertThat(found(root.resolve(".cache/log.qlog").toString()))
        .containsExactly(".cache/log.qlog");
  }

  @Test
  void symbolicLinksAreFollowed(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("log"), "x");
    link("directory", elsewhere);
    link("file", elsewhere.resolve("log"));
    assertThat(found(root.toString())).containsExactly("directory/log", "file");
  }

  @Test
  void aLoopOfSymbolicLinksIsToldAndTheRestFound() throws IOException {
    file("a/log");
    link("a/up", root);
    file("z");
    assertThat(found(root.toString())).containsExactly("a/log", "z");
    assertThat(unreadable).hasSize(1);
    assertThat(unreadable.values()).first().isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void aDanglingLinkIsToldWhenItIsRead() throws IOException {
    file("a");
    link("b", root.resolve("nowhere"));
    List<String> names = found(root.toString());
    assertThat(names.size() + unreadable.size()).as(names + " " + unreadable).isLessThan(3);
    assertThat(names).startsWith("a");
  }

  @Test
  void aMissingPathIsToldWhenItIsRead() {
    String missing = root.resolve("missing").toString();
    List<LogSource> sources = SourceFinder.find(List.of(missing), unreadable::put);
    assertThat(sources).hasSize(1);
    sources
        .get(0)
        .visit(
            new LogSource.Visitor() {
              @Override
              public void content(String name, Content content) {
                throw new AssertionError("there is none");
              }

              @Override
              public void unreadable(String name, IOException error) {
                unreadable.put(name, error);
              }
            },
            bytes -> {});
    assertThat(unreadable).containsOnlyKeys(missing);
  }

  @Test
  void anImpossiblePathIsTold() {
    assertThat(found("a\0b")).isEmpty();
    assertThat(unreadable).containsOnlyKeys("a\0b");
  }

  @Test
  void anEmptyDirectoryHasNoSources() {
    assertThat(found(root.toString())).isEmpty();
    assertThat(unreadable).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a/b.qlog,false",
    "./a,false",
    "../a,false",
    "a/.b,true",
    ".a/b,true",
    "a\\.b,true",
    "__MACOSX/._a,true",
    "lost+found,true",
    "a.b/c.d,false",
    "'',false"
  })
  void aPathIsHiddenByAnyOfItsParts(String path, boolean hidden) {
    assertThat(SourceFinder.isHidden(path)).isEqualTo(hidden);
  }
}
