package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TruncationTest {

  private static final int TAIL_BYTES = 2048;

  static List<RealLog> logs() throws IOException {
    return RealLog.ofEveryForm();
  }

  private static Qlogs.Analysis analyzeFirst(RealLog log, int length) {
    return Qlogs.analyze(Arrays.copyOf(log.bytes(), length));
  }

  @ParameterizedTest
  @MethodSource("logs")
  void aRecordCutAtAnyByteLosesOnlyItself(RealLog log) {
    for (int length = log.bytes().length - TAIL_BYTES; length <= log.bytes().length; length++) {
      Qlogs.Analysis source = analyzeFirst(log, length);
      ConnectionSummary connection = Qlogs.only(source);
      String where = log + " cut to " + length + " bytes: " + source.problems();
      boolean whole = log.isWholeAt(length);
      assertThat(connection.events()).as(where).isEqualTo(log.completeBefore(length));
      assertThat(source.truncated()).as(where).isEqualTo(!whole);
      if (!log.contained() || log.completeBefore(length) < log.events().size()) {
        assertThat(connection.flags().contains(Flag.TRUNCATED)).as(where).isEqualTo(!whole);
      }
      assertThat(connection.flags()).as(where).doesNotContain(Flag.CORRUPT_RECORDS);
      assertThat(source.intact()).as(where).isEqualTo(whole);
      assertThat(source.skipped().records()).as(where).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void whatWasCutIsReportedWhereItBegins(RealLog log) {
    int last = log.events().size() - 1;
    int from = log.events().get(last).from();
    for (int length = from + 1; length < log.events().get(last).to(); length++) {
      Qlogs.Analysis source = analyzeFirst(log, length);
      assertThat(source.skipped().firstOffset()).hasValue(from);
      assertThat(source.skipped().bytes()).isEqualTo(length - from);
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void aCutInTheHeaderLeavesNothing(RealLog log) {
    for (int length = 1; length < log.events().get(0).from(); length++) {
      Qlogs.Analysis source = analyzeFirst(log, length);
      assertThat(source.connections()).allMatch(connection -> connection.events() == 0);
    }
  }

  @Test
  void aCutGzipGivesWhatCanBeUnpacked() throws IOException {
    RealLog log = logs().get(0);
    byte[] packed = packed(GZIPOutputStream::new, log.bytes());
    for (int i = 1; i <= 20; i++) {
      byte[] cut = Arrays.copyOf(packed, packed.length * i / 21);
      expectPrefix(log, cut, unpackable(new GZIPInputStream(new ByteArrayInputStream(cut))));
    }
  }

  /** The trailer of eight bytes has no content. */
  @Test
  void aGzipWithoutItsTrailerLosesNothing() throws IOException {
    RealLog log = logs().get(0);
    byte[] packed = packed(GZIPOutputStream::new, log.bytes());
    for (int missing = 1; missing <= 8; missing++) {
      expectPrefix(log, Arrays.copyOf(packed, packed.length - missing), log.bytes().length);
    }
  }

  @Test
  void aCutZstdGivesWhatCanBeUnpacked() throws IOException {
    RealLog log = logs().get(0);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int from = 0; from < log.bytes().length; from += 5_000) {
      int to = Math.min(log.bytes().length, from + 5_000);
      byte[] part = Arrays.copyOfRange(log.bytes(), from, to);
      packed.write(packed(ZstdCompressorOutputStream::new, part));
    }
    for (int i = 3; i <= 20; i++) {
      byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() * i / 21);
      expectPrefix(
          log, cut, unpackable(new ZstdCompressorInputStream(new ByteArrayInputStream(cut))));
    }
  }

  private static void expectPrefix(RealLog log, byte[] cut, int unpackable) {
    Qlogs.Analysis source = Qlogs.analyze(cut);
    long expected = log.completeBefore(unpackable);
    assertThat(source.connections().stream().mapToLong(ConnectionSummary::events).sum())
        .as("%d bytes, of which %d can be unpacked", cut.length, unpackable)
        .isEqualTo(expected);
    if (source.status() == Status.READ) {
      assertThat(source.truncated()).isTrue();
      assertThat(source.problems()).anyMatch(problem -> problem.contains("ends early"));
    }
  }

  private static int unpackable(InputStream in) {
    int bytes = 0;
    try (in) {
      while (in.read() >= 0) {
        bytes++;
      }
    } catch (IOException e) {
      // What came before is what counts.
    }
    return bytes;
  }

  @FunctionalInterface
  private interface Packer {
    OutputStream pack(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packer packer, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packer.pack(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
