package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** For people: a card of everything for each connection, and below it what could not be read. */
public final class InspectReport implements Report {

  private final OutputStream out;
  private final Style style;
  private boolean begun;

  /** A report that is written as connections come. */
  public InspectReport(OutputStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  @Override
  public void connection(DiagnosedConnection connection) throws IOException {
    print(InspectCard.lines(connection, style));
  }

  @Override
  public void source(SourceSummary source) throws IOException {
    if (!source.problems().isEmpty()) {
      print(
          source.problems().stream()
              .map(problem -> style.alert(Text.printable(source.source() + ": " + problem)))
              .toList());
    }
  }

  @Override
  public void end(FleetSummary fleet) throws IOException {
    if (fleet.sources() == 0) {
      print(List.of(style.alert("There are no files to read.")));
    } else if (!begun) {
      print(
          List.of(
              (fleet.connections() == 0 ? "no connections in " : "no such connection in ")
                  + Text.count(fleet.sources(), "file")));
    }
    out.flush();
  }

  private void print(List<String> lines) throws IOException {
    if (begun) {
      line("");
    }
    begun = true;
    for (String line : lines) {
      line(line);
    }
  }

  private void line(String text) throws IOException {
    out.write((text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
  }
}
