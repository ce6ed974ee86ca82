package dev.moqlog.analyzer;

import dev.moqlog.analyzer.connection.ConnectionSplitter;
import dev.moqlog.analyzer.read.Damage;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.LogSource;
import dev.moqlog.analyzer.source.SourceFinder;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Skipped;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Analyzes qlog files of any QUIC stack.
 *
 * <pre>{@code
 * QlogAnalyzer analyzer = QlogAnalyzer.builder().setThreads(4).build();
 * FleetSummary fleet = new FleetSummary();
 * analyzer.analyze(List.of("/var/log/qlog"), source -> {
 *   source.connections().forEach(connection -> System.out.println(connection.connectionId()));
 *   fleet.add(source);
 * });
 * System.out.println(fleet.lossRatio());
 * }</pre>
 *
 * <p>Instances are immutable and may be used by several threads at once. Memory is bounded by the
 * longest record and the number of connections that one source has open at once, not by the size of
 * the input.
 */
public final class QlogAnalyzer {

  private static final int QUEUED_PER_THREAD = 8;

  private final int threads;

  private QlogAnalyzer(Builder builder) {
    this.threads = builder.threads;
  }

  /** A builder with defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Configures a {@link QlogAnalyzer}. Not safe for use by several threads. */
  public static final class Builder {

    private int threads = Runtime.getRuntime().availableProcessors();

    private Builder() {}

    /**
     * How many sources are read at once; default: the number of processors.
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

    /** The analyzer. */
    public QlogAnalyzer build() {
      return new QlogAnalyzer(this);
    }
  }

  /**
   * Analyzes files, directories (with all below them), archives, and {@code -} for standard input.
   *
   * @param paths what to read
   * @param results receives one summary for each source, in the order of the paths and, below a
   *     directory, of names, whatever the number of threads; called on the calling thread
   */
  public void analyze(List<String> paths, Consumer<SourceSummary> results) {
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

  /** As {@link #analyze(List, Consumer)}, telling how far it is. */
  public void analyze(List<String> paths, Consumer<SourceSummary> results, Progress progress) {
    List<LogSource> sources =
        SourceFinder.find(
            paths,
            (name, error) ->
                results.accept(
                    SourceSummary.unread(name, Status.UNREADABLE, describe(name, error))));
    progress.found(sources.size(), sources.stream().mapToLong(LogSource::storedBytes).sum());
    if (threads == 1 || sources.size() == 1) {
      for (LogSource source : sources) {
        visit(source, results, progress::read);
      }
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(threads, QlogAnalyzer::worker);
    try {
      Deque<Future<List<SourceSummary>>> queue = new ArrayDeque<>();
      for (LogSource source : sources) {
        if (queue.size() == threads * QUEUED_PER_THREAD) {
          deliver(queue.remove(), results);
        }
        queue.add(
            workers.submit(
                () -> {
                  List<SourceSummary> summaries = new ArrayList<>();
                  visit(source, summaries::add, progress::read);
                  return summaries;
                }));
      }
      while (!queue.isEmpty()) {
        deliver(queue.remove(), results);
      }
    } finally {
      workers.shutdownNow();
    }
  }

  /**
   * Analyzes one log, or an archive of logs, from a stream, on the calling thread.
   *
   * @param name what to call it in the result
   * @param in is read to its end but not closed
   */
  public void analyze(String name, InputStream in, Consumer<SourceSummary> results) {
    visit(LogSource.of(name, in), results, bytes -> {});
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "qlog-analyzer");
    thread.setDaemon(true);
    return thread;
  }

  private static void deliver(Future<List<SourceSummary>> done, Consumer<SourceSummary> results) {
    try {
      done.get().forEach(results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an analysis", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an analysis failed", e.getCause());
    }
  }

  private static void visit(
      LogSource source, Consumer<SourceSummary> results, LongConsumer progress) {
    source.visit(
        new LogSource.Visitor() {
          @Override
          public void content(String name, Content content) throws IOException {
            results.accept(read(name, content));
          }

          @Override
          public void unreadable(String name, IOException error) {
            results.accept(SourceSummary.unread(name, Status.UNREADABLE, describe(name, error)));
          }
        },
        progress);
  }

  private static SourceSummary read(String name, Content content) throws IOException {
    List<ConnectionSummary> connections = new ArrayList<>();
    ConnectionSplitter splitter = new ConnectionSplitter(name, connections::add);
    QlogReader reader = QlogReader.read(content, splitter);
    DamageReport damage = reader.damage();
    if (!reader.recognized()) {
      if (content.empty() && damage.first().isEmpty()) {
        return SourceSummary.unread(name, Status.EMPTY, "the file is empty");
      }
      String found = damage.first().isEmpty() ? "no qlog record" : problem(damage.first().get(0));
      return SourceSummary.unread(name, Status.NOT_QLOG, "this is not a qlog file: " + found);
    }
    List<String> problems = new ArrayList<>(splitter.problems());
    damage.first().forEach(each -> problems.add(problem(each)));
    if (damage.truncated() && damage.first().isEmpty()) {
      problems.add("the content ends before its JSON is closed");
    }
    return new SourceSummary(
        name,
        Status.READ,
        List.copyOf(connections),
        skipped(damage),
        damage.truncated(),
        List.copyOf(problems));
  }

  private static String problem(Damage damage) {
    return "byte "
        + damage.offset()
        + ": "
        + damage.reason()
        + (damage.bytes() == 0 ? "" : " (" + damage.bytes() + " bytes skipped)");
  }

  private static Skipped skipped(DamageReport damage) {
    return damage.first().isEmpty()
        ? Skipped.NONE
        : new Skipped(
            damage.records(), damage.bytes(), OptionalLong.of(damage.first().get(0).offset()));
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
    String message = error.getMessage();
    return message == null || message.equals(name) ? error.toString() : message;
  }
}
