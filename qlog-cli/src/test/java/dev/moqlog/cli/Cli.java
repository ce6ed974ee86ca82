package dev.moqlog.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs the program as a user would, without a process. */
final class Cli {

  /** The real traces that come with the project. */
  static final Path SAMPLES = Path.of(System.getProperty("moqlog.root"), "samples", "qlog");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a run left behind. */
  record Result(int code, String out, String err) {

    /** Standard output as one JSON document. */
    JsonNode json() {
      return parse(out);
    }
  }

  private Cli() {}

  /** Runs with output that is no terminal. */
  static Result run(String... arguments) {
    return run(false, true, arguments);
  }

  /** Runs on a terminal of 100 columns. */
  static Result runOnTerminal(boolean colour, String... arguments) {
    return run(true, colour, arguments);
  }

  private static Result run(boolean terminal, boolean colour, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        QlogCli.run(new Terminal(out, err, terminal, terminal, colour, 100, true), arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }
}
