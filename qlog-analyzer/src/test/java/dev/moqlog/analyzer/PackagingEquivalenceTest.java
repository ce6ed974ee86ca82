package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same log compressed and archived in every way gives the same numbers. */
class PackagingEquivalenceTest {

  @TempDir Path directory;

  private static byte[] log() {
    List<String> records = new ArrayList<>(Qlogs.exchange());
    records.add(0, Qlogs.HEADER);
    return Qlogs.sequence(records.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8);
  }

  /** Contained JSON with its events first, which has to be read twice. */
  private static byte[] twiceRead() {
    String text =
        "{'traces':[{'events':["
            + String.join(",", Qlogs.exchange())
            + "],'common_fields':{'time_format':'relative','reference_time':0},"
            + "'vantage_point':{'type':'client'}}],'qlog_version':'0.3'}";
    return Qlogs.json(text).getBytes(StandardCharsets.UTF_8);
  }

  @FunctionalInterface
  private interface Wrapper {
    OutputStream wrap(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] content, Wrapper wrapper) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = wrapper.wrap(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    return packed(content, GZIPOutputStream::new);
  }

  private static byte[] zstd(byte[] content) throws IOException {
    return packed(content, ZstdCompressorOutputStream::new);
  }

  private static byte[] zip(byte[]... contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < contents.length; i++) {
        out.putNextEntry(new ZipEntry("logs/" + i));
        out.write(contents[i]);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(byte[]... contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < contents.length; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("logs/" + i);
        entry.setSize(contents[i].length);
        out.putArchiveEntry(entry);
        out.write(contents[i]);
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** As a stream and as a file, for they are read a second time in different ways. */
  private void expectExchanges(byte[] bytes, String... names) throws IOException {
    Path file = directory.resolve("test");
    Files.write(file, bytes);
    List<Qlogs.Analysis> results = new ArrayList<>(Qlogs.analyzeAll(bytes));
    results.addAll(Qlogs.analyze(2, List.of(file.toString())));
    assertThat(results).hasSize(2 * names.length);
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).problems()).isEmpty();
      assertThat(results.get(i).source()).endsWith(names[i % names.length]);
      Qlogs.expectWholeExchange(Qlogs.only(results.get(i)));
    }
  }

  @Test
  void plain() throws IOException {
    expectExchanges(log(), "test");
    expectExchanges(twiceRead(), "test");
  }

  @Test
  void compressed() throws IOException {
    for (byte[] content : List.of(log(), twiceRead())) {
      expectExchanges(gzip(content), "test");
      expectExchanges(zstd(content), "test");
      expectExchanges(gzip(zstd(content)), "test");
    }
  }

  @Test
  void severalGzipMembersAreOneContent() throws IOException {
    byte[] log = log();
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int from = 0; from < log.length; from += 500) {
      int to = Math.min(log.length, from + 500);
      members.write(gzip(Arrays.copyOfRange(log, from, to)));
    }
    expectExchanges(members.toByteArray(), "test");
  }

  @Test
  void severalZstdFramesAreOneContent() throws IOException {
    byte[] log = log();
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int from = 0; from < log.length; from += 500) {
      int to = Math.min(log.length, from + 500);
      frames.write(zstd(Arrays.copyOfRange(log, from, to)));
    }
    expectExchanges(frames.toByteArray(), "test");
  }

  @Test
  void archived() throws IOException {
    byte[][] contents = {log(), twiceRead(), gzip(log()), zstd(twiceRead())};
    String[] names = {"test!/logs/0", "test!/logs/1", "test!/logs/2", "test!/logs/3"};
    expectExchanges(zip(contents), names);
    expectExchanges(tar(contents), names);
    expectExchanges(gzip(tar(contents)), names);
    expectExchanges(zstd(tar(contents)), names);
  }

  @Test
  void anArchiveInAnArchive() throws IOException {
    expectExchanges(
        zip(tar(log(), log()), gzip(tar(log()))),
        "test!/logs/0!/logs/0",
        "test!/logs/0!/logs/1",
        "test!/logs/1!/logs/0");
  }
}
