package dev.moqlog.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is promised by name: ports, files, metrics and alerts, as {@code checklist.txt} lists them.
 */
final class Checklist {

  private static final Path FILE = StackFiles.DIRECTORY.resolve("src/test/resources/checklist.txt");

  private Checklist() {}

  /** The lines of a kind, without it, in words. */
  static List<List<String>> lines(String kind) {
    try {
      return Files.readAllLines(FILE).stream()
          .filter(line -> line.startsWith(kind + " "))
          .map(line -> List.of(line.substring(kind.length() + 1).split(" ")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of a kind. */
  static List<String> names(String kind) {
    return lines(kind).stream().map(words -> words.get(0)).toList();
  }
}
