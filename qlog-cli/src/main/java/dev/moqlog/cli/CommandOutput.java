package dev.moqlog.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Where the commands that read logs write to, and what they check before. */
final class CommandOutput {

  /** Writes the output of a command. */
  @FunctionalInterface
  interface Body {
    /** Writes to the stream, which stays open; the exit code. */
    int write(OutputStream out) throws IOException;
  }

  private CommandOutput() {}

  /**
   * Writes to standard output, or to a file that appears once it is complete.
   *
   * @param paths the input, which must not be overwritten
   * @param output the file, or null
   * @return the exit code
   */
  static int write(Terminal terminal, CommandSpec spec, List<String> paths, Path output, Body body)
      throws IOException {
    if (output == null) {
      return body.write(terminal.out());
    }
    if (Files.exists(output) && !Files.isRegularFile(output)) {
      // A device or a pipe, whose real path need not be one that can be opened.
      try (OutputStream device = new FileOutputStream(output.toFile())) {
        return body.write(device);
      }
    }
    checkThatNoInputIsOverwritten(spec, paths, output);
    try (AtomicFile file = new AtomicFile(output)) {
      int code = body.write(file.stream());
      file.commit();
      return code;
    }
  }

  private static void checkThatNoInputIsOverwritten(
      CommandSpec spec, List<String> paths, Path output) throws IOException {
    for (String path : paths) {
      if (!path.equals("-")
          && Files.exists(output)
          && Files.exists(Path.of(path))
          && Files.isSameFile(output, Path.of(path))) {
        throw Mistake.in(spec, "The output would overwrite the input: " + path);
      }
    }
  }

  /** Checks what every command that reads logs is given. */
  static void check(CommandSpec spec, List<String> paths, Path output) {
    if (paths.isEmpty()) {
      throw Mistake.in(spec, "Missing PATH: name files or directories, or - for standard input");
    }
    if (paths.contains("") || (output != null && output.toString().isEmpty())) {
      throw Mistake.in(spec, "A path is empty");
    }
    if (Collections.frequency(paths, "-") > 1) {
      throw Mistake.in(spec, "Standard input (-) can be read only once");
    }
  }
}
