package dev.moqlog.analyzer;

import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The uncompressed contents of all real logs: those of the repository, and those beside it. */
final class RealContents {

  private RealContents() {}

  /** Hands over each with its name. */
  static void forEach(BiConsumer<String, byte[]> receiver) throws IOException {
    List<Path> places = new ArrayList<>();
    String given = System.getProperty("moqlog.logs");
    if (given != null) {
      places.add(Path.of(given));
    } else {
      places.add(Qlogs.root().resolve("samples/qlog"));
      places.add(Qlogs.root().resolve("qlog-analyzer/src/test/resources"));
      places.add(Qlogs.shared().resolve("testdata"));
    }
    for (Path place : places) {
      if (Files.exists(place)) {
        try (Stream<Path> files = Files.walk(place)) {
          files.filter(Files::isRegularFile).sorted().forEach(file -> hand(file, receiver));
        }
      }
    }
  }

  private static void hand(Path file, BiConsumer<String, byte[]> receiver) {
    try (InputStream in = Files.newInputStream(file)) {
      LogSource.of(file.toString(), in)
          .visit(
              new LogSource.Visitor() {
                @Override
                public void content(String name, Content content) {
                  try {
                    receiver.accept(name, content.readAllBytes());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }

                @Override
                public void unreadable(String name, IOException error) {}
              },
              bytes -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
