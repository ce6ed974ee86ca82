package dev.moqlog.cli.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a {@link ClassArchive}: the program of a process in the background. */
public final class ClassArchiveMaker {

  /** The first release whose archives hold linked classes and profiles, too (JEP 514, 515). */
  private static final int FIRST_WITH_PROFILES = 25;

  /** As the launcher script starts the program: the archive depends on the garbage collector. */
  private static final List<String> FLAGS =
      List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xlog:disable");

  private static final String TRAINING = "dev.moqlog.cli.TrainingRun";
  private static final String PROGRAM = "dev.moqlog.cli.QlogCli";
  private static final int MAX_SECONDS = 300;

  private ClassArchiveMaker() {}

  /** The command that makes an archive. */
  static List<String> command(Path jar, Path archive, String stamp) {
    List<String> command = java("-Xmx32m", "-XX:TieredStopAtLevel=1");
    command.addAll(
        List.of(
            "-cp",
            jar.toString(),
            ClassArchiveMaker.class.getName(),
            jar.toString(),
            archive.toString(),
            stamp));
    return command;
  }

  /**
   * Makes an archive, tries it, and puts it in its place. After a failure the lock stays, so that
   * it is not tried again at once.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path jar = Path.of(arguments[0]);
    Path archive = Path.of(arguments[1]);
    Path unfinished =
        archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
    try {
      String place = "-D" + ClassArchive.PROPERTY + "=" + archive;
      if (run(List.of(making(unfinished), place), jar, TRAINING, samples(jar))
          && Files.isRegularFile(unfinished)
          && run(List.of(using(unfinished)), jar, PROGRAM, "--version")) {
        publish(unfinished, archive, arguments[2]);
        Files.delete(ClassArchive.lockFile(archive));
      }
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void publish(Path unfinished, Path archive, String stamp) throws IOException {
    // On the disk before it appears: a file cut short by a power failure would crash some JVMs.
    unfinished.toFile().setWritable(true);
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    String content = ClassArchive.stampContent(unfinished, stamp);
    Files.deleteIfExists(ClassArchive.stampFile(archive));
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(ClassArchive.stampFile(archive), content);
  }

  /** The logs that come with the program. */
  private static String samples(Path jar) {
    return jar.getParent().resolveSibling("samples").toString();
  }

  private static String making(Path archive) {
    return (profiles() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
  }

  private static String using(Path archive) {
    return (profiles() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
  }

  private static boolean profiles() {
    return Runtime.version().feature() >= FIRST_WITH_PROFILES;
  }

  private static boolean run(List<String> flags, Path jar, String program, String argument)
      throws IOException, InterruptedException {
    List<String> command = java(flags.toArray(String[]::new));
    command.addAll(List.of("-cp", jar.toString(), program, argument));
    Process process = ClassArchive.builder(command).start();
    try {
      return process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> java(String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of(flags));
    return command;
  }
}
