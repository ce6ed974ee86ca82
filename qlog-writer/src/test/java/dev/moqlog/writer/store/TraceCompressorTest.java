package dev.moqlog.writer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceCompressorTest {

  private static final FileTime MODIFIED = FileTime.fromMillis(1_700_000_000_000L);

  @TempDir Path directory;
  private Path file;
  private byte[] content;

  @BeforeEach
  void writeFile() throws IOException {
    file = directory.resolve("trace.json");
    content = "{\"time\":1,\"name\":\"transport:packet_sent\"},\n".repeat(10_000).getBytes();
    Files.write(file, content);
    Files.setLastModifiedTime(file, MODIFIED);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private void assertUntouched() throws IOException {
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(MODIFIED);
  }

  @Test
  void noneLeavesTheFileAsItIs() throws IOException {
    assertThat(TraceCompressor.compress(file, Compression.NONE)).isEqualTo(file);
    assertUntouched();
    assertThat(names()).containsExactly("trace.json");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void theCompressedFileTakesThePlaceOfTheOriginal(Compression compression) throws IOException {
    assertThat(compression.isAvailable()).isTrue();
    Path compressed = TraceCompressor.compress(file, compression);
    String extension = compression == Compression.GZIP ? ".gz" : ".zst";
    assertThat(compressed).isEqualTo(directory.resolve("trace.json" + extension));
    assertThat(names()).containsExactly("trace.json" + extension);
    assertThat(Files.size(compressed)).isLessThan(content.length / 50);
    assertThat(Files.getLastModifiedTime(compressed)).isEqualTo(MODIFIED);
    try (InputStream raw = Files.newInputStream(compressed);
        InputStream in =
            compression == Compression.GZIP ? new GZIPInputStream(raw) : new ZstdInputStream(raw)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(TraceRepair.repair(compressed).status()).isEqualTo(RepairReport.Status.COMPRESSED);
  }

  @Test
  void onlyThisUserMayReadTheCompressedFile() throws IOException {
    assumeTrue(
        file.getFileSystem().supportedFileAttributeViews().contains("posix"), "no modes here");
    Path compressed = TraceCompressor.compress(file, Compression.GZIP);
    assertThat(Files.getPosixFilePermissions(compressed, LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void anEmptyFileIsCompressed() throws IOException {
    Files.write(file, new byte[0]);
    Path compressed = TraceCompressor.compress(file, Compression.GZIP);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void nothingIsOverwritten(Compression compression) throws IOException {
    for (String suffix : List.of("", ".tmp")) {
      Path taken = directory.resolve("trace.json" + compression.extension() + suffix);
      Files.writeString(taken, "kept");
      assertThatThrownBy(() -> TraceCompressor.compress(file, compression))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining(taken.toString());
      assertUntouched();
      assertThat(taken).hasContent("kept");
      assertThat(names()).hasSize(2);
      Files.delete(taken);
    }
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path link = directory.resolve("trace-client.json");
    Path target = directory.resolve("target");
    try {
      Files.createSymbolicLink(link, file);
      Files.createSymbolicLink(directory.resolve("trace.json.gz.tmp"), target);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
    assertThatIOException().isThrownBy(() -> TraceCompressor.compress(link, Compression.GZIP));
    assertThatIOException().isThrownBy(() -> TraceCompressor.compress(file, Compression.GZIP));
    assertUntouched();
    assertThat(target).doesNotExist();
    assertThat(names()).containsExactly("trace-client.json", "trace.json", "trace.json.gz.tmp");
  }

  @Test
  void aMissingFileIsAnError() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> TraceCompressor.compress(file, Compression.GZIP))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aNameThatIsTooLongLeavesTheOriginalAndNothingElse() throws IOException {
    Path named = directory.resolve("n".repeat(250));
    Files.move(file, named);
    file = named;
    assertThatIOException().isThrownBy(() -> TraceCompressor.compress(named, Compression.GZIP));
    assertUntouched();
    assertThat(names()).hasSize(1);
  }

  @Test
  void aFailureOnTheWayLeavesTheOriginalAndNothingElse() throws IOException {
    // The first access to a channel fails.
    Thread.currentThread().interrupt();
    assertThatIOException().isThrownBy(() -> TraceCompressor.compress(file, Compression.GZIP));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(names()).containsExactly("trace.json");
    assertUntouched();
  }

  @Test
  void withoutItsLibraryZstdIsRefusedAndAllElseWorks() throws Exception {
    List<URL> path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("zstd"))
            .map(TraceCompressorTest::url)
            .toList();
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> compression = loader.loadClass(Compression.class.getName());
      Class<?> compressor = loader.loadClass(TraceCompressor.class.getName());
      Object zstd = compression.getMethod("valueOf", String.class).invoke(null, "ZSTD");
      Object gzip = compression.getMethod("valueOf", String.class).invoke(null, "GZIP");
      var compress = compressor.getMethod("compress", Path.class, compression);
      assertThat(compression.getMethod("isAvailable").invoke(zstd)).isEqualTo(false);
      assertThatThrownBy(() -> compress.invoke(null, file, zstd))
          .hasRootCauseInstanceOf(IOException.class)
          .rootCause()
          .hasMessageContaining("com.github.luben:zstd-jni");
      assertUntouched();
      compress.invoke(null, file, gzip);
    }
    assertThat(names()).containsExactly("trace.json.gz");
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
