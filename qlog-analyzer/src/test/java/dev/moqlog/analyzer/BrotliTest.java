package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brotli has no first bytes to recognise it by: the name of a file tells. */
class BrotliTest {

  private static final String PLAIN =
      "samples/qlog/570ea38ebd8b7d1cef4b5e4de9e9c78826ed/client.sqlog";
  private static final String COMPRESSED =
      "qlog-analyzer/src/test/resources/brotli/client.sqlog.br";

  @TempDir Path directory;
  private ConnectionSummary expected;

  @BeforeEach
  void readPlain() throws IOException {
    expected = Qlogs.only(Qlogs.analyze(Qlogs.read(PLAIN)));
  }

  private void expectSame(Path file) {
    Qlogs.Analysis source = Qlogs.analyze(file);
    ConnectionSummary connection = Qlogs.only(source);

    assertThat(source.problems()).isEmpty();
    assertThat(connection.events()).isEqualTo(expected.events());
    assertThat(connection.packets()).isEqualTo(expected.packets());
    assertThat(connection.retransmit()).isEqualTo(expected.retransmit());
  }

  @Test
  void aFileNamedAsBrotliIsUnpacked() throws IOException {
    expectSame(Qlogs.root().resolve(COMPRESSED));
    expectSame(Files.write(directory.resolve("A.QLOG.BROTLI"), Files.readAllBytes(compressed())));
  }

  @Test
  void anEntryOfAnArchiveToo() throws IOException {
    Path zip = directory.resolve("logs.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.sqlog.br"));
      Files.copy(compressed(), out);
    }

    expectSame(zip);
  }

  @Test
  void beneathAnotherCompression() throws IOException {
    Path gz = directory.resolve("a.sqlog.br.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      Files.copy(compressed(), out);
    }

    expectSame(gz);
  }

  @Test
  void aWrongNameDoesNotHideALog() throws IOException {
    expectSame(Files.write(directory.resolve("a.br"), Qlogs.read(PLAIN)));
    Path gz = directory.resolve("b.br");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(Qlogs.read(PLAIN));
    }
    expectSame(gz);
  }

  @Test
  void aCutFileGivesWhatCanBeUnpacked() throws IOException {
    byte[] packed = Files.readAllBytes(compressed());
    for (int length = 0; length < packed.length; length += 97) {
      Path cut = Files.write(directory.resolve("cut.br"), Arrays.copyOf(packed, length));
      Qlogs.Analysis source = Qlogs.analyze(cut);

      assertThat(source.problems()).isNotEmpty();
      assertThat(source.summary().status() == Status.READ && !source.truncated()).isFalse();
    }
  }

  private static Path compressed() {
    return Qlogs.root().resolve(COMPRESSED);
  }
}
