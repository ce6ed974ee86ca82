package dev.moqlog.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where measured files are. */
public final class BenchmarkDirectory {

  /** The system property that names it; that of the JVM for temporary files by default. */
  static final String PROPERTY = "moqlog.benchmarks.directory";

  private BenchmarkDirectory() {}

  /** Makes a directory of its own in there. */
  public static Path create() throws IOException {
    Path parent = Path.of(System.getProperty(PROPERTY, System.getProperty("java.io.tmpdir")));
    return Files.createTempDirectory(parent, "qlog-benchmark");
  }
}
