package dev.moqlog.analyzer.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.Helpers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The ways to read a log: events in place, as nearly all are read, also with the help of other
 * threads; or every event by way of Jackson, which is the measure of the others.
 */
public enum Reading {
  IN_PLACE,
  AHEAD,
  GENERAL;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "reading-ahead");
            thread.setDaemon(true);
            return thread;
          });

  /** A reader that takes this way, with all corrections. */
  public QlogReader reader(QlogHandler handler) {
    Helpers helpers = this == AHEAD ? new Helpers(THREADS, 2) : Helpers.NONE;
    return new QlogReader(handler, Correction.ALL, helpers, this != GENERAL);
  }

  /** Everything that reading delivers, exactly, as one text. */
  String of(InputStream content) {
    Transcript transcript = new Transcript();
    try (Content log = Content.once(content)) {
      QlogReader reader = reader(transcript);
      reader.read(log);
      return transcript.end(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That both ways read the same from a log that comes in one piece. */
  public static void expectSame(byte[] log, String what) {
    expectSame(log, Integer.MAX_VALUE, what);
  }

  /**
   * That both ways read the same, in place also from a stream that gives few bytes at a time.
   *
   * @param atOnce at most so many
   */
  public static void expectSame(byte[] log, int atOnce, String what) {
    IN_PLACE.expectAsByJackson(log, atOnce, what);
  }

  /** That a large log is read the same with the help of other threads. */
  public static void expectSameAhead(byte[] log, String what) {
    AHEAD.expectAsByJackson(log, Integer.MAX_VALUE, what);
  }

  private void expectAsByJackson(byte[] log, int atOnce, String what) {
    String expected = GENERAL.of(new ByteArrayInputStream(log));
    String read = of(new Slow(log, atOnce));
    if (!expected.equals(read)) {
      int from = Math.max(0, Arrays.mismatch(expected.toCharArray(), read.toCharArray()) - 300);
      assertThat(part(read, from)).as(what).isEqualTo(part(expected, from));
    }
  }

  private static String part(String text, int from) {
    return text.substring(Math.min(from, text.length()), Math.min(from + 1_500, text.length()));
  }

  /** A stream that gives few bytes at a time. */
  static final class Slow extends ByteArrayInputStream {

    private final int atOnce;

    Slow(byte[] bytes, int atOnce) {
      super(bytes);
      this.atOnce = atOnce;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(length, atOnce));
    }
  }

  /** Writes down what a reader delivers. */
  private static final class Transcript implements QlogHandler {

    private final StringBuilder text = new StringBuilder();

    @Override
    public void traceStarted(TraceHeader header) {
      text.append("trace ").append(header).append('\n');
    }

    @Override
    public void event(QlogEvent event) {
      EventDump.append(event, text);
    }

    @Override
    public void traceEnded(TraceHeader header, Set<Correction> corrections, DamageReport damage) {
      text.append("end ").append(header).append(' ').append(corrections).append(' ');
      append(damage);
    }

    @Override
    public void traceError(int index, String description) {
      text.append("error ").append(index).append(' ').append(description).append('\n');
    }

    private void append(DamageReport damage) {
      text.append(damage.cases()).append(' ').append(damage.records()).append(' ');
      text.append(damage.bytes()).append(' ').append(damage.truncated()).append(' ');
      text.append(damage.corrupt()).append(' ').append(damage.first()).append('\n');
    }

    String end(QlogReader reader) {
      text.append("recognized ").append(reader.recognized()).append(' ');
      append(reader.damage());
      return text.toString();
    }
  }
}
