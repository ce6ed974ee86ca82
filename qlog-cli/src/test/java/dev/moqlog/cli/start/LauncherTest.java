package dev.moqlog.cli.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  @TempDir Path directory;
  private Path cache;
  private Installation program;

  @BeforeEach
  void install() throws IOException {
    // As /tmp may be a link.
    directory = directory.toRealPath();
    cache = directory.resolve("the cache");
    program =
        Installation.ofScript(directory.resolve("a place"))
            .withFakeJava(directory.resolve("a java"), "17.0.1")
            .with("QLOG_CLI_CACHE", cache.toString());
  }

  @Test
  void handsEverythingOnAsItIs() throws Exception {
    Installation.Result result = program.run("summarize", "a  b", "*", "", "$HOME", "-");

    assertThat(result.code()).isEqualTo(7);
    assertThat(result.err()).isEmpty();
    assertThat(lines(result))
        .containsSequence(
            "-jar", program.jar().toString(), "summarize", "a  b", "*", "", "$HOME", "-");
  }

  @Test
  void findsItsHomeThroughSymbolicLinks() throws Exception {
    Path link = directory.resolve("link");
    Path further = directory.resolve("further link");
    Files.createSymbolicLink(link, program.script());
    Files.createSymbolicLink(further, Path.of("link"));

    assertThat(lines(program.run(further, "x")))
        .containsSequence("-jar", program.jar().toString(), "x");
  }

  @Test
  void takesOptionsForTheVirtualMachineWithoutExpandingPatterns() throws Exception {
    program.with("JAVA_OPTS", "-Xmx64m -Da=/*").with("QLOG_CLI_OPTS", "-Db=? -Dc=d");

    assertThat(lines(program.run("x"))).containsSubsequence("-Xmx64m", "-Da=/*", "-Db=?", "-Dc=d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_OPTS", "QLOG_CLI_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
  void contradictsNoOptionOfTheUser(String variable) throws Exception {
    assertThat(lines(program.run("x"))).contains("-XX:+UseSerialGC", "-Xms96m");

    program.with(variable, "-XX:+UseParallelGC -Xmx32m -Xshare:off");

    assertThat(lines(program.run("x")))
        .doesNotContain("-XX:+UseSerialGC", "-Xms96m")
        .noneMatch(line -> line.contains("moqlog.archive"));
  }

  @Test
  void compilesOnceOnlyWhereThereIsLittleToDo() throws Exception {
    Path small = Files.writeString(directory.resolve("-small"), "x");
    Path large = directory.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(9_000_000);
    }

    assertThat(lines(program.run("--help"))).contains(ONE_COMPILER);
    assertThat(lines(program.run("summarize", small.toString()))).contains(ONE_COMPILER);
    assertThat(lines(program.run("summarize", "-f", "json", "bin/qlog-cli")))
        .contains(ONE_COMPILER);
    assertThat(lines(program.run("summarize", large.toString()))).doesNotContain(ONE_COMPILER);
    assertThat(lines(program.run("summarize", directory.toString()))).doesNotContain(ONE_COMPILER);
    assertThat(lines(program.run("summarize", "-"))).doesNotContain(ONE_COMPILER);
    assertThat(lines(program.run("join", small.toString(), "bin/qlog-cli")))
        .doesNotContain(ONE_COMPILER);
  }

  @Test
  void keepsArchivesOfDifferentJavasApart() throws Exception {
    String first = archive(program.run("x"));
    program.withFakeJava(directory.resolve("a java"), "17.0.2");
    String upgraded = archive(program.run("x"));
    program.withFakeJava(directory.resolve("another java"), "17.0.2");
    String other = archive(program.run("x"));

    assertThat(List.of(first, upgraded, other))
        .doesNotHaveDuplicates()
        .allSatisfy(path -> assertThat(path).startsWith(cache + "/").endsWith(".jsa"));
  }

  @Test
  void usesAnArchiveThatIsWhole() throws Exception {
    Path archive = Path.of(archive(program.run("x")));
    Files.createDirectories(archive.getParent());
    Files.writeString(archive, "1234");
    String use = "-XX:SharedArchiveFile=" + archive;

    assertThat(lines(program.run("x"))).as("no stamp").doesNotContain(use);

    Files.writeString(ClassArchive.stampFile(archive), "4\nand more");
    assertThat(lines(program.run("x"))).contains(use, "-Xlog:disable");
    assertThat(lines(program.run("summarize", "."))).as("large input").doesNotContain(use);

    Files.writeString(archive, "123");
    assertThat(lines(program.run("x"))).as("cut short").doesNotContain(use);
  }

  @Test
  void takesNoArchiveThatSomebodyElseMayHaveWritten() throws Exception {
    Path archive = Path.of(archive(program.run("x")));
    Files.createDirectories(archive.getParent());
    Files.writeString(archive, "1234");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
    Object nobody =
        archive.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");

    Files.setAttribute(archive, "owner:owner", nobody);
    assertThat(archive(program.run("x"))).isNull();

    Files.delete(archive);
    assertThat(archive(program.run("x"))).isNotNull();

    Files.setAttribute(cache, "owner:owner", nobody);
    assertThat(archive(program.run("x"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "", "relative/path", "/no/such/place/at/all"})
  void keepsNothingWhereItMustNot(String place) throws Exception {
    Installation.Result result = program.with("QLOG_CLI_CACHE", place).run("x");

    assertThat(archive(result)).isNull();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void keepsArchivesInTheCacheOfTheUser() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Path base = Files.createDirectory(directory.resolve("base"));
    Installation other =
        Installation.ofScript(directory.resolve("other"))
            .withFakeJava(directory.resolve("a java"), "25");

    assertThat(archive(other.run("x"))).as("no home").isNull();
    assertThat(archive(other.with("HOME", "/no/such/home").run("x"))).isNull();
    assertThat(archive(other.with("HOME", home.toString()).run("x")))
        .startsWith(home + "/.cache/moqlog/25/")
        .endsWith(".aot");
    assertThat(archive(other.with("XDG_CACHE_HOME", base.toString()).run("x")))
        .startsWith(base + "/moqlog/25/");
  }

  @Test
  void leavesTheArchiveAloneToTellItsVersion() throws Exception {
    assertThat(archive(program.run("--version"))).isNull();
    assertThat(archive(program.run("-V"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.2", "16"})
  void refusesAnOldJava(String version) throws Exception {
    program.withFakeJava(directory.resolve("a java"), version);

    Installation.Result result = program.run("x");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("Java " + version).contains("too old");
  }

  private static List<String> lines(Installation.Result result) {
    return result.out().lines().toList();
  }

  private static String archive(Installation.Result result) {
    String property = "-D" + ClassArchive.PROPERTY + "=";
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith(property))
        .map(line -> line.substring(property.length()))
        .findFirst()
        .orElse(null);
  }
}
