package dev.moqlog.benchmarks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateLogsTest {

  private static final String SAMPLES =
      Path.of(System.getProperty("moqlog.root")).resolve("samples/qlog").toString();

  @TempDir private Path directory;

  @Test
  void fillsADirectoryWithDistinctConnectionsOfAllLogs() throws IOException {
    Generated made = generate("a", "--from", SAMPLES, "--bytes", "12M");

    assertThat(made.bytes()).isBetween(12_000_000L, 16_000_000L);
    assertThat(made.leftOut()).isEmpty();
    Analyzed analyzed = Analyzed.ofPath(directory.resolve("a"));
    assertThat(analyzed.problems).isEmpty();
    assertThat(analyzed.connections).hasSize((int) made.connections());
    assertThat(analyzed.ids()).doesNotHaveDuplicates();
    assertThat(analyzed.connections)
        .extracting(ConnectionSummary::durationNanos)
        .doesNotHaveDuplicates();
    assertThat(analyzed.counts()).containsAll(Analyzed.ofPath(SAMPLES).counts());
  }

  @Test
  void makesTheSameOfTheSameSeedAndAnotherOfAnother() throws IOException {
    generate("a", "--from", SAMPLES, "--files", "5");
    generate("b", "--from", SAMPLES, "--files", "5");
    generate("c", "--from", SAMPLES, "--files", "5", "--seed", "2");

    assertThat(files("b")).isEqualTo(files("a"));
    assertThat(files("c").keySet()).doesNotContainAnyElementsOf(files("a").keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "seq", "ndjson", "gz", "zst"})
  void writesAnyForm(String form) throws IOException {
    generate("native", "--from", SAMPLES, "--match", "client", "--files", "4");
    generate("a", "--from", SAMPLES, "--match", "client", "--files", "4", "--form", form);

    Analyzed analyzed = Analyzed.ofPath(directory.resolve("a"));
    assertThat(analyzed.problems).isEmpty();
    Analyzed expected = Analyzed.ofPath(directory.resolve("native"));
    assertThat(analyzed.counts()).isEqualTo(expected.counts());
    assertThat(analyzed.ids()).isEqualTo(expected.ids());
  }

  @ParameterizedTest
  @CsvSource({
    "seq, f4afe7b8",
    "ndjson, f4afe7b8",
    "seq, dc6fb917.*server",
    "json, dc6fb917.*server"
  })
  void oneFileHoldsManyConnectionsAsAnEndpointLogsThem(String form, String match)
      throws IOException {
    String[] options = {"--from", SAMPLES, "--match", match, "--form", form, "--single"};
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--bytes", "10M"));
    Generated made = generate("one.qlog", all.toArray(String[]::new));

    assertThat(made.files()).isEqualTo(1);
    assertThat(Files.size(directory.resolve("one.qlog"))).isEqualTo(made.bytes());
    Analyzed analyzed = Analyzed.ofPath(directory.resolve("one.qlog"));
    assertThat(analyzed.problems).isEmpty();
    assertThat(analyzed.connections).hasSize((int) made.connections()).hasSizeGreaterThan(4);
    assertThat(analyzed.ids()).doesNotHaveDuplicates();
    generate("original", "--from", SAMPLES, "--match", match, "--files", "1");
    String counts = Analyzed.ofPath(directory.resolve("original")).counts().get(0);
    assertThat(analyzed.counts()).containsOnly(counts);
  }

  /** The heap of these tests is far smaller; it is enough that nothing is kept for the end. */
  @Test
  void whatIsOpenAtOnceDoesNotGrowWithTheSize() throws IOException {
    Originals originals =
        new Originals(List.of(Path.of(SAMPLES)), Pattern.compile("client.sqlog$"), 0);
    Path file = directory.resolve("one.sqlog");

    Generated made =
        new EndpointGenerator(originals, 1, LogForm.SEQUENCE).generate(file, 40_000_000);

    assertThat(made.connections()).isGreaterThan(2L * EndpointGenerator.OPEN_CONNECTIONS);
    assertThat(mostOpen(file)).isLessThanOrEqualTo(EndpointGenerator.OPEN_CONNECTIONS);
  }

  /** How many connections are between their first event and their last one at most. */
  private static int mostOpen(Path file) throws IOException {
    List<String> groups;
    try (Stream<String> lines = Files.lines(file)) {
      groups =
          lines
              .skip(1)
              .map(
                  line ->
                      line.substring(line.lastIndexOf("\"group_id\":\"") + 12, line.length() - 2))
              .toList();
    }
    Map<String, Integer> last = new TreeMap<>();
    for (int i = 0; i < groups.size(); i++) {
      last.put(groups.get(i), i);
    }
    Set<String> open = new HashSet<>();
    int most = 0;
    for (int i = 0; i < groups.size(); i++) {
      open.add(groups.get(i));
      most = Math.max(most, open.size());
      if (last.get(groups.get(i)) == i) {
        open.remove(groups.get(i));
      }
    }
    return most;
  }

  @Test
  void saysWhatIsWrongWithItsOptions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate("a", "--from", SAMPLES))
        .withMessageContaining("how much");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate("a", "--from", SAMPLES, "--files", "1", "--form", "xml"))
        .withMessageContaining("--form");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate("a", "--from", SAMPLES, "--files", "1", "--match", "none"))
        .withMessageContaining("no usable logs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> generate("a", "--from", SAMPLES, "--files"))
        .withMessageContaining("--files");
  }

  private Generated generate(String name, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(0, directory.resolve(name).toString());
    return GenerateLogs.generate(all.toArray(String[]::new));
  }

  private Map<String, Integer> files(String name) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory.resolve(name))) {
      for (Path file :
          all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        contents.put(
            directory.resolve(name).relativize(file).toString(),
            Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
