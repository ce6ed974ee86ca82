package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("moqlog.root"));

  @Test
  void showsWhatTheUserWillSee() throws IOException {
    List<String> block = block("```\n(9 connections.*?)\\.\\.\\.\n```");

    String out = Cli.run("summarize", Cli.SAMPLES.toString()).out();
    assertThat(out.lines().filter(ReadmeTest::namesNoPath))
        .containsSequence(block.stream().filter(ReadmeTest::namesNoPath).toList());
  }

  @Test
  void showsTheCardThatTheUserWillSee() throws IOException {
    List<String> block = block("\\$ qlog-cli/bin/qlog-cli summarize [^\n]*\n(.*?)```");

    String path = Cli.SAMPLES.resolve("f4afe7b8bf09e214d5f556cde43de8938f").toString();
    assertThat(Cli.run("summarize", path).out().lines().filter(ReadmeTest::namesNoPath))
        .containsExactlyElementsOf(block.stream().filter(ReadmeTest::namesNoPath).toList());
  }

  @Test
  void showsWhatInspectAndDiagnoseTell() throws IOException {
    for (String command : List.of("inspect", "diagnose")) {
      List<String> block =
          block("\\$ qlog-cli/bin/qlog-cli " + command + " samples/qlog[^\n]*\n(.*?)```");
      String path =
          block("\\$ qlog-cli/bin/qlog-cli " + command + " samples/qlog/?([^\n]*)\n").stream()
              .findFirst()
              .orElse("");

      List<String> shown =
          Cli.run(command, Cli.SAMPLES.resolve(path).toString())
              .out()
              .lines()
              .filter(ReadmeTest::namesNoPath)
              .toList();
      for (List<String> part : parts(block)) {
        assertThat(shown).containsSequence(part);
      }
    }
  }

  /** What is between dots that stand for more. */
  private static List<List<String>> parts(List<String> block) {
    List<List<String>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    for (String line : block) {
      if (line.equals("...")) {
        parts.add(new ArrayList<>());
      } else if (namesNoPath(line)) {
        parts.get(parts.size() - 1).add(line);
      }
    }
    parts.removeIf(List::isEmpty);
    return parts;
  }

  @Test
  void namesEveryOptionAndExitCodeOfTheHelp() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String help = Cli.run("summarize", "--help").out();

    assertThat(matches("--[a-z]+", help))
        .filteredOn(option -> !List.of("--help", "--version").contains(option))
        .isNotEmpty()
        .allSatisfy(option -> assertThat(readme).contains("`" + option.strip()));
    assertThat(matches("(?m)^  [0-9] ", help))
        .hasSize(5)
        .allSatisfy(code -> assertThat(readme).contains("| " + code.strip() + " |"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"inspect", "diagnose", "repair", "watch", "export prometheus", "export otlp"})
  void namesEveryOptionOfTheOtherCommands(String command) throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));

    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.add("--help");

    assertThat(matches("--[a-z-]+", Cli.run(line.toArray(String[]::new)).out()))
        .filteredOn(option -> !List.of("--help", "--version").contains(option))
        .isNotEmpty()
        .allSatisfy(option -> assertThat(readme).containsPattern("`" + option + "[ `]"));
  }

  private static boolean namesNoPath(String line) {
    return !line.startsWith("source ") && !line.matches(".*\\.s?qlog(\\.gz)?");
  }

  private static List<String> block(String pattern) throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    var matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(readme);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1).lines().toList();
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }
}
