package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.cli.render.ConnectionLines;
import dev.moqlog.cli.render.Style;
import dev.moqlog.cli.render.WatchFigures;
import dev.moqlog.cli.render.WatchTable;
import dev.moqlog.cli.watch.WatchNumbers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a watch writes to standard output. Not safe for several threads. */
final class WatchScreen implements TraceCounter.Listener {

  private static final Duration REDRAW = Duration.ofMillis(900);

  private final Terminal terminal;
  private final Path directory;
  private final WatchCommand.Show what;
  private final InstantSource clock;
  private final Instant started;
  private final OutputStream out;
  private final ConnectionLines lines;
  private final FleetSummary all = new FleetSummary();
  private final FleetDiagnosis diagnosis = new FleetDiagnosis();
  private final RecentConnections recent = new RecentConnections();
  private int drawnLines;
  private Instant drawn = Instant.MIN;
  private boolean closed;

  WatchScreen(Terminal terminal, Path directory, WatchCommand.Show what, InstantSource clock) {
    this.terminal = terminal;
    this.directory = directory;
    this.what = what;
    this.clock = clock;
    this.started = clock.instant();
    this.out = new BufferedOutputStream(terminal.out());
    this.lines = new ConnectionLines(out, "qlog-cli");
  }

  @Override
  public void connection(DiagnosedConnection connection) {
    if (what == WatchCommand.Show.TABLE) {
      all.add(connection.connection());
      diagnosis.add(connection);
      recent.add(connection, clock.instant());
    } else if (what == WatchCommand.Show.JSON && !closed) {
      write(() -> lines.write(connection, clock.instant()));
    }
  }

  @Override
  public void source(SourceSummary source) {
    if (what == WatchCommand.Show.TABLE) {
      all.add(source);
      recent.add(source, clock.instant());
      return;
    }
    for (String problem : source.problems()) {
      terminal.error(source.source() + ": " + problem);
    }
  }

  @Override
  public void committed(WatchNumbers numbers) {
    if (!closed) {
      write(out::flush);
    }
  }

  /** Draws the table, if there is one and it is old. */
  void show(WatchNumbers numbers, Optional<String> problem) {
    Instant now = clock.instant();
    if (what != WatchCommand.Show.TABLE || closed || drawn.plus(REDRAW).isAfter(now)) {
      return;
    }
    drawn = now;
    Duration running = Duration.between(started, now);
    WatchFigures figures =
        new WatchFigures(
            directory.toString(),
            running,
            numbers.totals().counted(),
            numbers.open(),
            numbers.totals().missed(),
            numbers.totals().changed(),
            numbers.totals().failed(),
            numbers.lag(),
            recent.fleet(now),
            RecentConnections.span(running),
            all,
            diagnosis,
            recent.worst(now),
            problem);
    List<String> table =
        WatchTable.lines(
            figures, new Style(terminal.columns(), terminal.colour(), terminal.unicode()));
    // What scrolled away could not be drawn over.
    int rows = terminal.outIsTerminal() ? terminal.rows() - 1 : table.size();
    draw(table.subList(0, Math.min(rows, table.size())));
  }

  /** Over the lines that were drawn before, in one write, so that nothing flickers. */
  private void draw(List<String> table) {
    StringBuilder text = new StringBuilder();
    if (terminal.outIsTerminal() && drawnLines > 0) {
      text.append("\u001b[").append(drawnLines).append('F');
    }
    for (String line : table) {
      text.append(line).append(terminal.outIsTerminal() ? "\u001b[K" : "").append('\n');
    }
    if (terminal.outIsTerminal()) {
      text.append("\u001b[J");
    } else {
      text.append('\n');
    }
    drawnLines = table.size();
    write(
        () -> {
          out.write(text.toString().getBytes(StandardCharsets.UTF_8));
          out.flush();
        });
  }

  /** Something that writes. */
  private interface Writing {
    void write() throws IOException;
  }

  /** Whoever closed standard output wants no more of it; the watch goes on. */
  private void write(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      closed = true;
      terminal.error("nothing more is written to standard output: " + e.getMessage());
    }
  }

  /** Writes what is not yet written. */
  void close() {
    if (!closed) {
      write(out::flush);
    }
  }
}
