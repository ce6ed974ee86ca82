package dev.moqlog.benchmarks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A variant of a real log is another log of the same stack with the same losses. */
class VariantTest {

  private static final Path ROOT = Path.of(System.getProperty("moqlog.root"));
  private static final String STACKS = "qlog-analyzer/src/test/resources/stacks/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        STACKS + "aioquic__multi3__server.qlog.gz",
        STACKS + "ngtcp2__retry__client.sqlog.gz",
        STACKS + "noq__multi3__server3.qlog.gz",
        STACKS + "quinn__multi3__server.sqlog.gz",
        STACKS + "xnetquic__hsloss__client.sqlog.gz",
        "qlog-analyzer/src/test/resources/diagnosis/ngtcp2__loss1__server.sqlog.gz",
        "qlog-analyzer/src/test/resources/diagnosis/quiche__tail_loss__server.sqlog.gz",
        "qlog-analyzer/src/test/resources/diagnosis/tquic__amplification__server.qlog.gz",
        "qlog-analyzer/src/test/resources/qlog/netty__clean_200k__client.qlog",
        "samples/qlog/38d54df32bb31ba619fdd3/server.qlog",
      })
  void hasTheSameCountsAndOtherIdsAndTimesInAnyForm(String file) throws IOException {
    OriginalLog original = read(file);
    Analyzed expected = Analyzed.of(original.bytes());
    Set<String> ids = new HashSet<>(expected.ids());
    assertThat(variant(original, 0, original.form())).isNotEqualTo(original.bytes());
    for (LogForm form : LogForm.values()) {
      Analyzed variant = Analyzed.of(variant(original, form.ordinal(), form));
      assertThat(variant.problems).isEmpty();
      assertThat(variant.counts()).isEqualTo(expected.counts());
      assertThat(variant.connections)
          .extracting(ConnectionSummary::durationNanos)
          .doesNotContainAnyElementsOf(
              expected.connections.stream().map(ConnectionSummary::durationNanos).toList());
      if (expected.ids().get(0).matches("[0-9a-f]{16,}")) {
        assertThat(variant.ids()).hasSameSizeAs(expected.ids()).doesNotContainAnyElementsOf(ids);
        ids.addAll(variant.ids());
      }
    }
  }

  @Test
  void stretchesRoundTripsAsTimes() throws IOException {
    OriginalLog original = read("samples/qlog/38d54df32bb31ba619fdd3/server.qlog");
    ConnectionSummary before = Analyzed.of(original.bytes()).connections.get(0);
    ConnectionSummary after = Analyzed.of(variant(original, 7, original.form())).connections.get(0);
    double stretch =
        (double) after.durationNanos().orElseThrow() / before.durationNanos().orElseThrow();

    assertThat(stretch).isBetween(0.85, 1.25).isNotCloseTo(1, within(0.001));
    assertThat(
            (double) after.rtt().orElseThrow().maxNanos() / before.rtt().orElseThrow().maxNanos())
        .isCloseTo(stretch, within(0.001));
  }

  @Test
  void replacesAnIdWhereverItStands() throws IOException {
    OriginalLog original = read(STACKS + "noq__multi3__server3.qlog.gz");
    String variant = text(variant(original, 3, original.form()));

    assertThat(original.ids()).hasSizeGreaterThan(5);
    String before = text(original.bytes());
    assertThat(original.ids()).allMatch(before::contains).noneMatch(variant::contains);
  }

  @Test
  void keepsTheSpellingOfTheStack() throws IOException {
    OriginalLog original = read(STACKS + "aioquic__multi3__server.qlog.gz");
    String before = text(original.bytes());
    String after = text(variant(original, 3, original.form()));

    assertThat(skeleton(after)).isEqualTo(skeleton(before));
    assertThat((double) after.length() / before.length()).isBetween(0.99, 1.02);
  }

  private static String skeleton(String log) {
    return log.replaceAll("[0-9a-f]+([.][0-9]+)?", "0");
  }

  @Test
  void isTheSameForTheSameSeed() throws IOException {
    OriginalLog original = read(STACKS + "xnetquic__hsloss__client.sqlog.gz");
    byte[] once = variant(original, 5, LogForm.CONTAINED);

    assertThat(variant(original, 5, LogForm.CONTAINED)).isEqualTo(once);
    assertThat(variant(original, 6, LogForm.CONTAINED)).isNotEqualTo(once);
  }

  @Test
  void aLogThatIsCutOffIsLeftOut() {
    assertThat(
            List.of(
                "{\"qlog_version\":\"0.3\",\"trace\":{}}\n{\"time\":1,\"na",
                "{\"qlog_version\":\"0.3\",\"trace\":{}}\n",
                "{\"qlog_version\":\"0.3\",\"trace\":{}}\n{\"name\":\"a:b\",\"data\":{}}\n",
                "{\"traces\":[{\"events\":[[1,2]]}]}",
                "{\"traces\":[{\"events\":[",
                "[]",
                ""))
        .allSatisfy(
            log ->
                assertThatIOException()
                    .isThrownBy(
                        () -> OriginalReader.read("log", log.getBytes(StandardCharsets.UTF_8))));
  }

  private static OriginalLog read(String file) throws IOException {
    Path path = ROOT.resolve(file);
    return OriginalReader.read(path.toString(), Originals.bytes(path));
  }

  private static byte[] variant(OriginalLog original, long number, LogForm form)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new VariantWriter(out).log(original, new Variation(1, number), form);
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }
}
