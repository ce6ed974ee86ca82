package dev.moqlog.benchmarks.generate;

import dev.moqlog.benchmarks.generate.DirectoryGenerator.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes a data set; {@code benchmarks/generate.sh} lists the options. */
public final class GenerateLogs {

  private final List<Path> from = new ArrayList<>();
  private Pattern match = Pattern.compile("");
  private Path out;
  private long bytes = Long.MAX_VALUE;
  private long files = Long.MAX_VALUE;
  private long leastBytes;
  private long seed = 1;
  private LogForm form;
  private Compression compression = Compression.NONE;
  private boolean single;

  private GenerateLogs(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals("--single")) {
        single = true;
      } else if (!name.startsWith("--")) {
        out = Path.of(name);
      } else if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + " needs a value");
      } else {
        take(name, arguments[++i]);
      }
    }
    if (out == null) {
      throw new IllegalArgumentException("where to?");
    }
    if (from.isEmpty()) {
      throw new IllegalArgumentException("--from is missing");
    }
    if (bytes == Long.MAX_VALUE && (single || files == Long.MAX_VALUE)) {
      throw new IllegalArgumentException("how much? Say --bytes" + (single ? "" : " or --files"));
    }
    if (single && compression != Compression.NONE) {
      throw new IllegalArgumentException("a single file is not compressed");
    }
  }

  private void take(String name, String value) {
    switch (name) {
      case "--from" -> from.add(Path.of(value));
      case "--match" -> match = Pattern.compile(value);
      case "--bytes" -> bytes = size(value);
      case "--files" -> files = Long.parseLong(value);
      case "--min-original" -> leastBytes = size(value);
      case "--seed" -> seed = Long.parseLong(value);
      case "--form" -> form(value);
      default -> throw new IllegalArgumentException("no such option: " + name);
    }
  }

  private void form(String value) {
    switch (value) {
      case "native" -> form = null;
      case "gz", "zst" -> compression = Compression.valueOf(value.toUpperCase(Locale.ROOT));
      default -> form = LogForm.of(value);
    }
  }

  /** Bytes, with k, M or G for a thousand, a million or a billion of them. */
  static long size(String text) {
    long unit =
        switch (text.charAt(text.length() - 1)) {
          case 'k', 'K' -> 1000L;
          case 'M' -> 1_000_000L;
          case 'G' -> 1_000_000_000L;
          default -> 1L;
        };
    return Math.multiplyExact(
        Long.parseLong(unit == 1 ? text : text.substring(0, text.length() - 1)), unit);
  }

  private Generated run() throws IOException {
    Originals originals = new Originals(from, match, leastBytes);
    if (originals.usable().isEmpty()) {
      throw new IllegalArgumentException("no usable logs in " + from);
    }
    if (single) {
      if (out.toAbsolutePath().getParent() != null) {
        Files.createDirectories(out.toAbsolutePath().getParent());
      }
      LogForm packed = form == null ? LogForm.SEQUENCE : form;
      return new EndpointGenerator(originals, seed, packed).generate(out, bytes);
    }
    if (Files.isDirectory(out)) {
      try (Stream<Path> existing = Files.list(out)) {
        if (existing.findAny().isPresent()) {
          throw new IllegalArgumentException(out + " is not empty");
        }
      }
    }
    return new DirectoryGenerator(originals, seed, form, compression).generate(out, bytes, files);
  }

  /**
   * Makes one.
   *
   * @param arguments the options of {@code benchmarks/generate.sh}
   * @throws IllegalArgumentException if they make no sense
   */
  public static Generated generate(String... arguments) throws IOException {
    return new GenerateLogs(arguments).run();
  }

  /** Takes the options of {@code benchmarks/generate.sh}. */
  public static void main(String[] arguments) throws IOException {
    try {
      Generated made = generate(arguments);
      made.leftOut().forEach(reason -> System.err.println("left out: " + reason));
      System.out.printf(
          Locale.ROOT,
          "%,d bytes in %,d files, %,d connections%n",
          made.bytes(),
          made.files(),
          made.connections());
    } catch (IllegalArgumentException e) {
      System.err.println("generate: " + e.getMessage());
      System.exit(2);
    }
  }
}
