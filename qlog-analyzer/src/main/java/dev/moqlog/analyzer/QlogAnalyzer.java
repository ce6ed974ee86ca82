package dev.moqlog.analyzer;

import dev.moqlog.analyzer.connection.ConnectionSplitter;
import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.Damage;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.Helpers;
import dev.moqlog.analyzer.source.LogSource;
import dev.moqlog.analyzer.source.SourceFinder;
import dev.moqlog.analyzer.summary.Skipped;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Analyzes qlog files of any QUIC stack.
 *
 * <pre>{@code
 * FleetSummary fleet = new FleetSummary();
 * QlogAnalyzer.builder().build().analyze(List.of("/var/log/qlog"), new Results() {
 *   @Override public void connection(ConnectionSummary connection) {
 *     System.out.println(connection.connectionId() + " " + connection.rtt());
 *     fleet.add(connection);
 *   }
 *   @Override public void source(SourceSummary source) {
 *     fleet.add(source);
 *   }
 * });
 * System.out.println(fleet.lossRatio());
 * }</pre>
 *
 * <p>Instances are immutable and may be used by several threads at once. Memory is bounded by the
 * longest record, the number of connections that a source has open at once and the number of files,
 * not by their size. An interrupted thread stops waiting for its workers with an {@link
 * IllegalStateException}; a read that is under way is not interrupted.
 */
public final class QlogAnalyzer {

  /** How many buckets of a time series are enough to draw it. */
  public static final int SERIES_BUCKETS = 240;

  /** The most buckets that a time series may have. */
  public static final int MAX_SERIES_BUCKETS = 65_536;

  private static final int QUEUED_PER_THREAD = 8;

  private final int threads;
  private final int seriesBuckets;
  private final Set<Correction> corrections;

  private QlogAnalyzer(Builder builder) {
    this.threads = builder.threads;
    this.seriesBuckets = builder.seriesBuckets;
    this.corrections = builder.corrections;
  }

  /** A builder with defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Configures a {@link QlogAnalyzer}. Not safe for use by several threads. */
  public static final class Builder {

    private int threads = Runtime.getRuntime().availableProcessors();
    private int seriesBuckets;
    private Set<Correction> corrections = Correction.ALL;

    private Builder() {}

    /**
     * How many threads read; default: the number of processors. Each reads a source; where there
     * are fewer sources, the others help with large ones. Results do not depend on it.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder setThreads(int threads) {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be positive: " + threads);
      }
      this.threads = threads;
      return this;
    }

    /**
     * Makes a time series of each connection; default: 0, none.
     *
     * @param maxBuckets how many buckets it may have; {@link #SERIES_BUCKETS} suit most uses
     * @throws IllegalArgumentException unless it is 0, or from 2 to {@link #MAX_SERIES_BUCKETS}
     */
    public Builder setSeries(int maxBuckets) {
      if (maxBuckets < 0 || maxBuckets == 1 || maxBuckets > MAX_SERIES_BUCKETS) {
        throw new IllegalArgumentException(
            "maxBuckets must be 0, or from 2 to " + MAX_SERIES_BUCKETS + ": " + maxBuckets);
      }
      this.seriesBuckets = maxBuckets;
      return this;
    }

    /** Which known mistakes of producers are put right; default: all. */
    public Builder setCorrections(Set<Correction> corrections) {
      this.corrections = Set.copyOf(corrections);
      return this;
    }

    /** The analyzer. */
    public QlogAnalyzer build() {
      return new QlogAnalyzer(this);
    }
  }

  /**
   * Analyzes files, directories (with all below them), archives, and {@code -} for standard input.
   *
   * @param paths what to read
   * @param results receives the results in the order of the paths and, below a directory, of names,
   *     whatever the number of threads; what it throws ends the analysis
   */
  public void analyze(List<String> paths, Results results) {
    analyze(paths, results, Progress.NONE);
  }

  /** Learns how far an analysis is, from several threads. */
  public interface Progress {

    /** Ignores everything. */
    Progress NONE =
        new Progress() {
          @Override
          public void found(int sources, long storedBytes) {}

          @Override
          public void read(long storedBytes) {}
        };

    /** All sources were found; their sizes are as stored, and 0 for streams. */
    void found(int sources, long storedBytes);

    /** So many more stored bytes were read. */
    void read(long storedBytes);
  }

  /** As {@link #analyze(List, Results)}, telling how far it is. */
  public void analyze(List<String> paths, Results results, Progress progress) {
    analyzeAll(find(paths, results), results, progress);
  }

  private static List<LogSource> find(List<String> paths, Results results) {
    return SourceFinder.find(paths, (name, error) -> results.source(unreadable(name, error)));
  }

  private void analyzeAll(List<LogSource> sources, Results results, Progress progress) {
    progress.found(sources.size(), sources.stream().mapToLong(LogSource::storedBytes).sum());
    if (threads == 1) {
      for (LogSource source : sources) {
        visit(source, results, progress::read, Helpers.NONE);
      }
    } else if (sources.size() == 1) {
      ExecutorService others = Executors.newFixedThreadPool(threads - 1, QlogAnalyzer::worker);
      try {
        visit(sources.get(0), results, progress::read, new Helpers(others, threads - 1));
      } finally {
        others.shutdownNow();
      }
    } else {
      analyzeInParallel(sources, results, progress);
    }
  }

  /**
   * As {@link #analyze(List, Results, Progress)}, but with logs of Media over QUIC joined to the
   * QUIC logs of the same connections ({@link MoqLogJoiner}), so that each connection is one
   * result. A source named {@code .mlog} is read before others of that name; connections of which
   * there is only such a log are handed over at the end.
   */
  public void analyzeJoined(List<String> paths, Results results, Progress progress) {
    MoqLogJoiner joiner = new MoqLogJoiner(results);
    analyzeAll(MoqLogJoiner.inOrder(find(paths, joiner), LogSource::name), joiner, progress);
    joiner.end();
  }

  private void analyzeInParallel(List<LogSource> sources, Results results, Progress progress) {
    ExecutorService workers = Executors.newFixedThreadPool(threads, QlogAnalyzer::worker);
    // Whoever has no log of its own helps with the log of another.
    Helpers helpers = new Helpers(workers, threads - 1);
    try {
      Deque<ResultQueue> queues = new ArrayDeque<>();
      for (LogSource source : sources) {
        if (queues.size() == threads * QUEUED_PER_THREAD) {
          queues.remove().drainTo(results);
        }
        ResultQueue queue = new ResultQueue(source.name());
        queues.add(queue);
        workers.execute(() -> visitInto(queue, source, progress, helpers));
      }
      while (!queues.isEmpty()) {
        queues.remove().drainTo(results);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an analysis", e);
    } finally {
      workers.shutdownNow();
    }
  }

  private void visitInto(ResultQueue queue, LogSource source, Progress progress, Helpers helpers) {
    try {
      try {
        visit(source, queue, progress::read, helpers);
      } catch (ResultQueue.StoppedException e) {
        throw e;
      } catch (Throwable e) {
        queue.fail(e);
      }
      queue.end();
    } catch (ResultQueue.StoppedException e) {
      // Nobody waits for the end.
    }
  }

  /**
   * Analyzes one log, or an archive of logs, from a stream, on the calling thread.
   *
   * @param name what to call it in the result
   * @param in is read to its end but not closed
   * @param results receives the results; what it throws ends the analysis
   */
  public void analyze(String name, InputStream in, Results results) {
    visit(LogSource.of(name, in), results, bytes -> {}, Helpers.NONE);
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "qlog-analyzer");
    thread.setDaemon(true);
    return thread;
  }

  private void visit(LogSource source, Results results, LongConsumer progress, Helpers helpers) {
    source.visit(
        new LogSource.Visitor() {
          @Override
          public void content(String name, Content content) {
            results.source(read(name, content, results, helpers));
          }

          @Override
          public void unreadable(String name, IOException error) {
            results.source(QlogAnalyzer.unreadable(name, error));
          }
        },
        progress,
        helpers);
  }

  /** What the receiver of results threw: no reason to go on, and no fault of the source. */
  private static final class ReceiverException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReceiverException(Throwable cause) {
      super(cause);
    }
  }

  static SourceSummary unreadable(String name, IOException error) {
    return SourceSummary.unread(name, Status.UNREADABLE, describe(name, error));
  }

  private SourceSummary read(String name, Content content, Results results, Helpers helpers) {
    AtomicLong connections = new AtomicLong();
    ConnectionSplitter splitter =
        new ConnectionSplitter(
            name,
            seriesBuckets,
            connection -> {
              connections.incrementAndGet();
              try {
                results.connection(connection);
              } catch (RuntimeException | Error e) {
                throw new ReceiverException(e);
              }
            });
    QlogReader reader = new QlogReader(splitter, corrections, helpers);
    List<String> problems = new ArrayList<>();
    try {
      reader.read(content);
    } catch (ReceiverException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (OutOfMemoryError e) {
      problems.add("it takes more memory than the program may use; the rest of it was not read");
    } catch (RuntimeException e) {
      problems.add("a mistake of this program, please report it; the rest was not read: " + e);
    }
    problems.addAll(splitter.problems());
    long more = splitter.traceErrors() - splitter.problems().size();
    return summary(name, content, reader, problems, more, connections.get());
  }

  /**
   * What came of a log that was read.
   *
   * @param found what was wrong apart from damage, in words
   * @param more how many more such problems there were
   */
  static SourceSummary summary(
      String name,
      Content content,
      QlogReader reader,
      List<String> found,
      long more,
      long connections) {
    DamageReport damage = reader.damage();
    if (!reader.recognized() && found.isEmpty()) {
      if (content.empty() && damage.first().isEmpty()) {
        return SourceSummary.unread(name, Status.EMPTY, "the file is empty");
      }
      String first = damage.first().isEmpty() ? "no qlog record" : problem(damage.first().get(0));
      return SourceSummary.unread(name, Status.NOT_QLOG, "this is not a qlog file: " + first);
    }
    List<String> problems = new ArrayList<>(found);
    problems.addAll(problems(damage));
    long others = more + damage.cases() - damage.first().size();
    if (others > 0) {
      problems.add(
          "and " + others + " more of the like, " + damage.bytes() + " bytes skipped in all");
    }
    return new SourceSummary(
        name,
        Status.READ,
        connections,
        new Skipped(damage.records(), damage.bytes(), damage.firstOffset()),
        damage.truncated(),
        List.copyOf(problems));
  }

  private static List<String> problems(DamageReport damage) {
    if (damage.truncated() && damage.first().isEmpty()) {
      return List.of("the content ends before its JSON is closed");
    }
    return damage.first().stream().map(QlogAnalyzer::problem).toList();
  }

  private static String problem(Damage damage) {
    return "byte "
        + damage.offset()
        + ": "
        + damage.reason()
        + (damage.bytes() == 0 ? "" : " (" + damage.bytes() + " bytes skipped)");
  }

  private static String describe(String name, IOException error) {
    if (error instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (error instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (error instanceof FileSystemLoopException) {
      return "a symbolic link that leads back to a directory above it";
    }
    if (error instanceof EOFException) {
      return "it ends before its content begins, inside the header of a compressed file or archive";
    }
    if (error instanceof CharacterCodingException) {
      return "a name that is not in the encoding of this system";
    }
    if (error instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    String message = error.getMessage();
    return message == null || message.equals(name) ? error.toString() : message;
  }
}
