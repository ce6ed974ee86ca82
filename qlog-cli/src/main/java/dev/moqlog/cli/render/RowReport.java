package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;

/** One row for each connection, written as it comes where the order allows. */
public final class RowReport implements Report {

  /** How a row is written. */
  interface Rows {

    /** Writes one row. */
    void row(DiagnosedConnection connection) throws IOException;

    /** Hands what is written to the stream. */
    void flush() throws IOException;
  }

  private final Rows rows;
  private final Selection selection;

  /** A report of the selected connections. */
  public RowReport(Rows rows, Selection selection) {
    this.rows = rows;
    this.selection = selection;
  }

  @Override
  public void connection(DiagnosedConnection connection) throws IOException {
    if (selection.isInputOrder()) {
      rows.row(connection);
    } else {
      selection.add(connection);
    }
  }

  @Override
  public void source(SourceSummary source) {}

  @Override
  public void end(FleetSummary fleet) throws IOException {
    for (DiagnosedConnection connection : selection.connections()) {
      rows.row(connection);
    }
    rows.flush();
  }
}
