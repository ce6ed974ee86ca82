package dev.moqlog.writer.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The tables of docs/sampling.md. */
final class PublishedTables {

  private PublishedTables() {}

  /** The rows below a head that begins with a column of this name. */
  static List<String[]> rowsUnder(String firstColumn) {
    Path page = Path.of(System.getProperty("moqlog.root"), "docs", "sampling.md");
    try {
      return Files.readAllLines(page).stream()
          .dropWhile(line -> !line.startsWith("| " + firstColumn + " |"))
          .takeWhile(line -> line.startsWith("|"))
          .skip(2)
          .map(PublishedTables::cells)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] cells(String row) {
    return Arrays.stream(row.substring(1).split("\\|")).map(String::strip).toArray(String[]::new);
  }
}
