package dev.moqlog.analyzer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSourceTest {

  private final List<String> contents = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private long progress;

  private void visit(LogSource source) {
    source.visit(
        new LogSource.Visitor() {
          @Override
          public void content(String name, Content content) {
            try {
              contents.add(name + "=" + new String(content.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void unreadable(String name, IOException error) {
            unreadable.add(name);
          }
        },
        bytes -> progress += bytes);
  }

  private void visit(byte[] bytes) {
    visit(LogSource.of("in", new ByteArrayInputStream(bytes)));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** An archive of entries given as names and contents in turn. */
  private static byte[] zip(Object... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        out.putNextEntry(new ZipEntry((String) entries[i]));
        out.write((byte[]) entries[i + 1]);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void entriesOfAnArchiveAreNamedByTheirPathInIt() throws IOException {
    visit(zip("b/x.qlog", text("1"), "a.qlog", gzip(text("2")), "d/", new byte[0]));
    assertThat(contents).containsExactly("in!/b/x.qlog=1", "in!/a.qlog=2");
    assertThat(unreadable).isEmpty();
  }

  @Test
  void hiddenEntriesArePassedOver() throws IOException {
    visit(zip(".a", text("1"), "__MACOSX/b", text("2"), "c/.d/e", text("3"), "f", text("4")));
    assertThat(contents).containsExactly("in!/f=4");
  }

  @Test
  void anEmptyStreamIsAnEmptyContent() {
    visit(new byte[0]);
    assertThat(contents).containsExactly("in=");
  }

  @Test
  void shortContentsAreNotTakenForSomethingPacked() {
    for (int length = 0; length < 5; length++) {
      visit(Arrays.copyOf(text("PK\u0003x"), length));
    }
    visit(new byte[] {0x1f});
    assertThat(contents).hasSize(6);
    assertThat(unreadable).isEmpty();
  }

  @Test
  void anEncryptedEntryIsToldAndTheOthersRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : List.of("a", "b")) {
        CRC32 crc = new CRC32();
        crc.update(text(name));
        ZipEntry entry = new ZipEntry(name);
        // Stored, so that its end is known without reading it.
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(1);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(text(name));
      }
    }
    byte[] archive = bytes.toByteArray();
    // Bit 0 of the general purpose flags in the first local file header.
    archive[6] |= 1;
    visit(archive);
    assertThat(unreadable).containsExactly("in!/a");
    assertThat(contents).containsExactly("in!/b=b");
  }

  @Test
  void aCorruptEntryDoesNotHideTheOnesBeforeIt() throws IOException {
    byte[] archive = zip("a", text("1"), "b", text("2".repeat(10_000)), "c", text("3"));
    visit(Arrays.copyOf(archive, archive.length / 2));
    assertThat(contents).startsWith("in!/a=1");
  }

  @Test
  void aFileThatOnlyBeginsLikeAGzipIsUnreadable() {
    visit(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
    assertThat(contents).isEmpty();
    assertThat(unreadable).containsExactly("in");
  }

  @Test
  void nestingIsFollowedToItsLimit() throws IOException {
    byte[] packed = text("x");
    for (int depth = 1; depth <= 4; depth++) {
      packed = gzip(packed);
      visit(packed);
      assertThat(contents).as("depth " + depth).hasSize(depth);
    }
    assertThat(unreadable).isEmpty();
    visit(gzip(packed));
    assertThat(contents).hasSize(4);
    assertThat(unreadable).containsExactly("in");
  }

  @Test
  void theLimitInOneEntryDoesNotHideTheNext() throws IOException {
    byte[] deep = text("x");
    for (int i = 0; i < 4; i++) {
      deep = zip("z", deep);
    }
    visit(zip("deep", deep, "flat", text("1")));
    assertThat(unreadable).hasSize(1);
    assertThat(contents).containsExactly("in!/flat=1");
  }

  @Test
  void everyStoredByteOfAFileIsCountedOnce(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("log");
    Files.write(file, gzip(text("a".repeat(100_000))));
    LogSource source = LogSource.of("log", file);
    visit(source);
    assertThat(source.storedBytes()).isEqualTo(Files.size(file));
    assertThat(progress).isEqualTo(Files.size(file));
  }

  @Test
  void aStreamIsNotClosed() {
    visit(
        LogSource.of(
            "in",
            new ByteArrayInputStream(text("x")) {
              @Override
              public void close() {
                throw new AssertionError("closed");
              }
            }));
    assertThat(contents).containsExactly("in=x");
  }

  /** A pipe may have nothing available between two members of a gzip file. */
  @Test
  void aPipeOfSeveralGzipMembersIsReadToItsEnd() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (String part : List.of("one ", "two ", "three")) {
      members.write(gzip(text(part)));
    }
    byte[] bytes = members.toByteArray();
    InputStream pipe =
        new InputStream() {
          private int position;

          @Override
          public int read() {
            return position < bytes.length ? bytes[position++] & 0xff : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            int one = read();
            if (one < 0 || length == 0) {
              return one < 0 ? -1 : 0;
            }
            buffer[offset] = (byte) one;
            return 1;
          }
        };
    visit(LogSource.of("in", pipe));
    assertThat(contents).containsExactly("in=one two three");
  }

  @Test
  void aDirectoryAsAFileIsUnreadable(@TempDir Path directory) {
    visit(LogSource.of("directory", directory));
    assertThat(unreadable).containsExactly("directory");
  }
}
