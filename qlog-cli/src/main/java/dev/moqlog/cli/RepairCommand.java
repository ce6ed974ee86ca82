package dev.moqlog.cli;

import dev.moqlog.cli.render.Text;
import dev.moqlog.writer.store.RepairReport;
import dev.moqlog.writer.store.RepairReport.Status;
import dev.moqlog.writer.store.TraceRepair;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code qlog-cli repair}: completes files whose writer was killed. */
@Command(
    name = "repair",
    description = {
      "Completes qlog files whose writer was killed, so that every tool opens them.",
      "",
      "A torn end is cut off behind the last complete event, and what closes the file is added."
          + " Complete files, files that are damaged elsewhere, and files that are no qlog are left"
          + " as they are. Works for the files of any stack: contained JSON, JSON text sequences"
          + " and NDJSON. Not for files that are still being written.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandTree.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All files are complete now.",
      "1:The program failed.",
      "2:The command line is wrong.",
      "3:There was no qlog file.",
      "4:Some files are not complete, or could not be read or written."
    })
final class RepairCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Map<Status, Long> counts = new EnumMap<>(Status.class);
  private long failures;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Files, or directories (all files below them whose names do not begin with a dot).")
  private List<Path> paths = List.of();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only say what would be done.")
  private boolean dryRun;

  @Option(
      names = {"-v", "--verbose"},
      description = "Name also the files that need no repair.")
  private boolean verbose;

  RepairCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    PrintStream out = new PrintStream(terminal.out(), false, StandardCharsets.UTF_8);
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        directory(path, out);
      } else {
        file(path, true, out);
      }
    }
    summary(out);
    out.flush();
    return exitCode();
  }

  private void directory(Path directory, PrintStream out) {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> !isHidden(directory, file))
          .sorted()
          .forEach(file -> file(file, false, out));
    } catch (IOException e) {
      failed(directory, e);
    } catch (UncheckedIOException e) {
      failed(directory, e.getCause());
    }
  }

  private static boolean isHidden(Path directory, Path file) {
    for (Path name : directory.relativize(file)) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private void file(Path file, boolean named, PrintStream out) {
    RepairReport report;
    try {
      report = dryRun ? TraceRepair.check(file) : TraceRepair.repair(file);
    } catch (IOException e) {
      failed(file, e);
      return;
    }
    counts.merge(report.status(), 1L, Long::sum);
    boolean quiet =
        switch (report.status()) {
          case INTACT, COMPRESSED -> !named || !verbose;
          case NOT_QLOG -> !named;
          default -> false;
        };
    if (!quiet || verbose) {
      out.println(Text.printable(word(report.status()) + "  " + file + ": " + report.detail()));
    }
  }

  private void failed(Path path, IOException e) {
    failures++;
    String reason = e instanceof NoSuchFileException ? "no such file or directory" : e.toString();
    terminal.error(path + ": " + reason);
  }

  private static String word(Status status) {
    return switch (status) {
      case INTACT -> "complete    ";
      case REPAIRED -> "repaired    ";
      case REPAIRABLE -> "torn        ";
      case EMPTY -> "no events   ";
      case DAMAGED -> "damaged     ";
      case NOT_QLOG -> "not qlog    ";
      case COMPRESSED -> "compressed  ";
    };
  }

  private void summary(PrintStream out) {
    out.printf(
        "%,d %s, %,d complete, %,d without events, %,d damaged, %,d compressed, %,d not qlog%n",
        count(dryRun ? Status.REPAIRABLE : Status.REPAIRED),
        dryRun ? "torn" : "repaired",
        count(Status.INTACT),
        count(Status.EMPTY),
        count(Status.DAMAGED),
        count(Status.COMPRESSED),
        count(Status.NOT_QLOG));
  }

  private long count(Status status) {
    return counts.getOrDefault(status, 0L);
  }

  private int exitCode() {
    long unfinished = count(Status.REPAIRABLE) + count(Status.EMPTY) + count(Status.DAMAGED);
    long complete = count(Status.INTACT) + count(Status.REPAIRED) + count(Status.COMPRESSED);
    if (complete + unfinished == 0) {
      return ExitCode.NO_INPUT;
    }
    return failures + unfinished > 0 ? ExitCode.PARTIAL : ExitCode.OK;
  }
}
