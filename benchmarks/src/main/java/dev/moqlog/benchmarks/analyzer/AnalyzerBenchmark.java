package dev.moqlog.benchmarks.analyzer;

import com.sun.management.OperatingSystemMXBean;
import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.benchmarks.BenchmarkDirectory;
import dev.moqlog.benchmarks.generate.GenerateLogs;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reads and analyzes some megabytes of logs, all distinct, that the generator made of one real log.
 * Each operation goes over all of them, on one thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AnalyzerBenchmark {

  /** The logs, in files and in memory. */
  @State(Scope.Thread)
  public static class Logs {

    /** A constant of {@link BenchmarkLog}. */
    @Param({
      "AIOQUIC_JSON",
      "NGTCP2_JSON",
      "NGTCP2_SEQ",
      "NOQ_SEQ",
      "QUIC_GO_JSON",
      "QUIC_GO_SEQ",
      "QUIC_GO_SEQ_GZ",
      "QUIC_GO_037_NDJSON",
      "QUICHE_SEQ",
      "QUINN_SEQ"
    })
    private String log;

    /** How much they are together. */
    @Param("16M")
    private String bytes;

    private final List<byte[]> stored = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private Path directory;
    private boolean compressed;
    private boolean sequence;
    private long contentBytes;

    /** Makes them. */
    @Setup
    public void make() throws IOException {
      BenchmarkLog made = BenchmarkLog.valueOf(log);
      directory = BenchmarkDirectory.create();
      compressed = made.compressed();
      Path data = directory.resolve("data");
      GenerateLogs.generate(
          "--from",
          made.original().toString(),
          "--bytes",
          bytes,
          "--form",
          made.form(),
          data.toString());
      try (Stream<Path> all = Files.walk(data)) {
        all.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
      for (Path file : files) {
        byte[] content = Files.readAllBytes(file);
        stored.add(content);
        if (compressed) {
          content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
        }
        contentBytes += content.length;
        sequence = content[0] == 0x1E;
      }
    }

    /** Removes them. */
    @TearDown
    public void remove() throws IOException {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** What was read, and the time that all threads of the JVM together took for it. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Work {

    private final OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Bytes of logs, uncompressed. */
    public long bytes;

    /** CPU time in nanoseconds. */
    public long cpuNanos;

    /** How often all logs were gone over. */
    public long operations;

    private long startNanos;

    /** Looks at the clock. */
    @Setup(Level.Iteration)
    public void begin() {
      startNanos = process.getProcessCpuTime();
    }

    private void done(Logs logs) {
      operations++;
      bytes += logs.contentBytes;
      cpuNanos = process.getProcessCpuTime() - startNanos;
    }
  }

  /** Sums up what is analyzed. */
  private static final class Sums implements Results {

    private long events;

    @Override
    public void connection(ConnectionSummary connection) {
      events += connection.events();
    }

    @Override
    public void source(SourceSummary source) {}
  }

  /** Jackson extracts what it needs to, and sums it up. All ratios are to this one. */
  @Benchmark
  public Object jackson(Logs logs, Work work) throws IOException {
    JacksonBaseline baseline = new JacksonBaseline();
    for (byte[] log : logs.stored) {
      if (logs.compressed) {
        baseline.read(content(new ByteArrayInputStream(log), true), logs.sequence);
      } else {
        baseline.read(log);
      }
    }
    work.done(logs);
    return baseline;
  }

  /** The same from files. */
  @Benchmark
  public Object jacksonFiles(Logs logs, Work work) throws IOException {
    JacksonBaseline baseline = new JacksonBaseline();
    for (Path file : logs.files) {
      try (InputStream in = content(Files.newInputStream(file), logs.compressed)) {
        baseline.read(in, logs.sequence);
      }
    }
    work.done(logs);
    return baseline;
  }

  private static InputStream content(InputStream stored, boolean compressed) throws IOException {
    return compressed ? new GZIPInputStream(new BufferedInputStream(stored), 1 << 16) : stored;
  }

  /** The analyzer reads all that it knows, and the same is summed up. */
  @Benchmark
  public Object reader(Logs logs, Work work) throws IOException {
    FactsHandler handler = new FactsHandler();
    for (byte[] log : logs.stored) {
      InputStream in = content(new ByteArrayInputStream(log), logs.compressed);
      new QlogReader(handler).read(Content.once(in));
    }
    work.done(logs);
    return handler;
  }

  /** All metrics of the analyzer. */
  @Benchmark
  public Object analysis(Logs logs, Work work) {
    QlogAnalyzer analyzer = QlogAnalyzer.builder().setThreads(1).build();
    Sums sums = new Sums();
    for (byte[] log : logs.stored) {
      analyzer.analyze("log", new ByteArrayInputStream(log), sums);
    }
    work.done(logs);
    return sums.events;
  }

  /** The same from files. */
  @Benchmark
  public Object analysisFiles(Logs logs, Work work) {
    Sums sums = new Sums();
    QlogAnalyzer.builder()
        .setThreads(1)
        .build()
        .analyze(List.of(logs.directory.resolve("data").toString()), sums);
    work.done(logs);
    return sums.events;
  }
}
