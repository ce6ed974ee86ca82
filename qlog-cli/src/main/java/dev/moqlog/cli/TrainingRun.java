package dev.moqlog.cli;

import dev.moqlog.cli.start.ClassArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Does once what users do, so that the classes which that takes, and which of their methods are
 * called often, can be kept for the next start.
 */
public final class TrainingRun {

  private static final int FEW = 4;

  /** What is run on all logs. */
  private static final List<String> ON_ALL = List.of("summarize");

  /** What is run on a few small logs, because it differs in its output only. */
  private static final List<String> ON_FEW =
      List.of(
          "summarize --format json",
          "summarize --format ndjson",
          "summarize --format csv",
          "summarize --threads 1",
          "diagnose",
          "inspect",
          "join",
          "export prometheus",
          "summarize --help");

  private TrainingRun() {}

  /** Runs commands on the logs below a directory; prints nothing. */
  public static void main(String[] arguments) throws IOException {
    Terminal.ofProcess();
    List<String> logs;
    try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
      logs =
          files
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparingLong(file -> file.toFile().length()))
              .map(Path::toString)
              .toList();
    }
    ON_ALL.forEach(line -> run(line, logs));
    ON_FEW.forEach(line -> run(line, logs.subList(0, Math.min(FEW, logs.size()))));
    // Makes nothing, as it is being made.
    ClassArchive.keepForNextStart();
    System.exit(ExitCode.OK);
  }

  private static void run(String line, List<String> logs) {
    List<String> command = new ArrayList<>(List.of(line.split(" ")));
    command.addAll(logs);
    OutputStream nowhere = OutputStream.nullOutputStream();
    QlogCli.run(
        new Terminal(nowhere, nowhere, false, false, true, Terminal.DEFAULT_COLUMNS, true),
        command.toArray(String[]::new));
  }
}
