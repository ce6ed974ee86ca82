package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.FleetSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real logs in every other form, split, merged and in another order give the same summaries. */
class ReencodingEquivalenceTest {

  /** Of the longest logs a part is enough. */
  private static final int MAX_EVENTS = 2_500;

  /** Every log of a real stack in the repository that is complete. */
  static List<Path> logs() throws IOException {
    List<Path> logs = new ArrayList<>(Qlogs.realLogs());
    try (Stream<Path> stacks =
        Files.list(Qlogs.root().resolve("qlog-analyzer/src/test/resources/stacks"))) {
      logs.addAll(stacks.filter(file -> file.toString().contains("qlog")).sorted().toList());
    }
    return logs.stream()
        .filter(file -> !file.toString().endsWith(".tsv"))
        .filter(file -> Qlogs.analyze(file).intact())
        .toList();
  }

  private static byte[] bytes(Path file) throws IOException {
    return Qlogs.read(Qlogs.root().relativize(file).toString());
  }

  private static List<Map<String, Object>> summaries(Qlogs.Analysis source) {
    assertThat(source.intact()).as(source.problems().toString()).isTrue();
    // A log that names no connection is called after its file.
    return source.connections().stream()
        .map(
            connection ->
                connection.source().contains(connection.connectionId())
                    ? WholeSummary.of(connection, "connectionId")
                    : WholeSummary.of(connection))
        .toList();
  }

  private static Map<String, String> forms(Reencoded log) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("sequence", log.sequence());
    forms.put("lines", log.lines());
    forms.put("pretty records", log.prettyRecords());
    forms.put("contained", log.contained().toString());
    forms.put("pretty contained", log.contained().toPrettyString());
    forms.put("events first", log.containedEventsFirst().toString());
    forms.put("arrays", log.arrays(false).toString());
    forms.put("arrays in microseconds", log.arrays(true).toString());
    forms.put("new names", log.withNewNames().sequence());
    forms.put("old names", log.withOldNames().contained().toString());
    forms.put("names in capitals", log.withNamesInCapitals().arrays(true).toString());
    forms.put("numbers in strings", log.withNumbersInStrings().lines());
    forms.put(
        "strings in arrays, old names",
        log.withOldNames().withNumbersInStrings().arrays(false).toString());
    return forms;
  }

  @ParameterizedTest
  @MethodSource("logs")
  void everyForm(Path file) throws IOException {
    Reencoded log = Reencoded.of(bytes(file));
    assertThat(summaries(Qlogs.analyze(log.sequence())))
        .isEqualTo(summaries(Qlogs.analyze(bytes(file))));
    Reencoded part = log.first(MAX_EVENTS);
    List<Map<String, Object>> expected = summaries(Qlogs.analyze(part.sequence()));

    forms(part)
        .forEach(
            (form, text) ->
                assertThat(summaries(Qlogs.analyze(text))).as(form).isEqualTo(expected));
  }

  @ParameterizedTest
  @MethodSource("logs")
  void partByPart(Path file) throws IOException {
    List<Map<String, Object>> whole = summaries(Qlogs.analyze(bytes(file)));
    // A group that is renamed on the way is two parts, neither of which shows that.
    List<String> parts = Reencoded.of(bytes(file)).split();
    if (parts.size() != whole.size()) {
      return;
    }

    List<Map<String, Object>> ofParts = new ArrayList<>();
    for (String part : parts) {
      ofParts.addAll(summaries(Qlogs.analyze(part)));
    }

    assertThat(ofParts).isEqualTo(whole);
  }

  @Test
  void allInOneFile() throws IOException {
    List<Map<String, Object>> single = new ArrayList<>();
    ByteArrayOutputStream merged = new ByteArrayOutputStream();
    for (Path file : logs()) {
      single.addAll(summaries(Qlogs.analyze(bytes(file))));
      merged.writeBytes(Reencoded.of(bytes(file)).sequence().getBytes(StandardCharsets.UTF_8));
    }

    List<Map<String, Object>> all = summaries(Qlogs.analyze(merged.toByteArray()));

    assertThat(all).hasSameSizeAs(single);
    for (int i = 0; i < all.size(); i++) {
      // Those without a name are called after the one file.
      all.get(i).remove("connectionId");
      single.get(i).remove("connectionId");
      assertThat(all.get(i)).isEqualTo(single.get(i));
    }
  }

  @Test
  void filesInAnyOrderAndOnAnyNumberOfThreads() throws IOException {
    List<String> files = new ArrayList<>(logs().stream().map(Path::toString).toList());
    Map<String, List<Map<String, Object>>> expected = bySource(Qlogs.analyze(1, files));
    String totals = totals(Qlogs.analyze(1, files));
    Random random = new Random(7);
    for (int threads = 1; threads <= 3; threads++) {
      Collections.shuffle(files, random);

      List<Qlogs.Analysis> shuffled = Qlogs.analyze(threads, files);

      assertThat(bySource(shuffled)).isEqualTo(expected);
      assertThat(totals(shuffled)).isEqualTo(totals);
    }
  }

  private static Map<String, List<Map<String, Object>>> bySource(List<Qlogs.Analysis> analyses) {
    Map<String, List<Map<String, Object>>> bySource = new LinkedHashMap<>();
    analyses.forEach(analysis -> bySource.put(analysis.source(), summaries(analysis)));
    return bySource;
  }

  private static String totals(List<Qlogs.Analysis> analyses) {
    FleetSummary fleet = new FleetSummary();
    for (Qlogs.Analysis analysis : analyses) {
      fleet.add(analysis.summary());
      analysis.connections().forEach(fleet::add);
    }
    return fleet.connections()
        + " "
        + fleet.lossRatio()
        + " "
        + fleet.sources()
        + " "
        + fleet.sourcesDamaged();
  }
}
