package dev.moqlog.cli.start;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The archive of loaded classes that the launcher script has the virtual machine map at start.
 *
 * <p>The script decides whether there is one, and where: it belongs to one virtual machine and one
 * place of installation, below a directory of the user's own. Whether the file fits is for the
 * virtual machine to check, which goes on without it if not. Here it is seen to that the file
 * exists and was made of what runs now; if not, a process in the background makes it.
 */
public final class ClassArchive {

  /** Where the archive is, or is to be. */
  static final String PROPERTY = "moqlog.archive";

  /** After so long nobody is making it any more. */
  private static final long LOCK_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Path archive;

  ClassArchive(Path archive) {
    this.archive = archive;
  }

  /** Sees to the archive of this process, if it may have one; see {@link #keep}. */
  public static void keepForNextStart() {
    String archive = System.getProperty(PROPERTY);
    if (archive != null) {
      new ClassArchive(Path.of(archive)).keep();
    }
  }

  /**
   * Has the archive made, in the background, if there is none that fits. Nothing is told of what
   * fails: the program works without.
   */
  private void keep() {
    try {
      Path jar = Path.of(System.getProperty("java.class.path"));
      String stamp = stamp(jar);
      if (!isMadeFrom(stamp) && lock()) {
        start(ClassArchiveMaker.command(jar, archive, stamp));
      }
    } catch (IOException | RuntimeException e) {
      // A directory that cannot be written, for instance: it starts as slowly next time.
    }
  }

  private static void start(List<String> command) throws IOException {
    List<String> patient = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
      patient.addAll(List.of("/usr/bin/nice", "-n", "5"));
    }
    patient.addAll(command);
    builder(patient).start();
  }

  /** A process that keeps nothing open and is not led astray by the environment. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    return builder;
  }

  /**
   * What an archive is made from: a virtual machine, and the jars beside the program's. The times
   * of change tell installations of the same version apart, whose jars may have equal times of
   * modification.
   */
  static String stamp(Path jar) throws IOException {
    return String.join(
        "\n",
        System.getProperty("java.vm.vendor"),
        System.getProperty("java.vm.version"),
        System.getProperty("java.home"),
        jar.toString(),
        Files.getAttribute(jar, "unix:ctime").toString(),
        Files.getAttribute(jar.getParent(), "unix:ctime").toString());
  }

  private boolean isMadeFrom(String stamp) throws IOException {
    Path file = stampFile(archive);
    return Files.exists(archive)
        && Files.exists(file)
        && Files.readString(file).equals(stampContent(archive, stamp));
  }

  /** What the stamp file is to say of an archive: its length, and what it is made from. */
  static String stampContent(Path archive, String stamp) throws IOException {
    return Files.size(archive) + "\n" + stamp;
  }

  /** Says how long the archive is, and what it is made from. */
  static Path stampFile(Path archive) {
    return archive.resolveSibling(archive.getFileName() + ".stamp");
  }

  /** Exists while an archive is made, and for a while after that has failed. */
  static Path lockFile(Path archive) {
    return archive.resolveSibling(archive.getFileName() + ".lock");
  }

  /** Whether it is this process that is to make the archive. */
  boolean lock() throws IOException {
    Files.createDirectories(
        archive.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path lock = lockFile(archive);
    try {
      Files.createFile(lock);
      return true;
    } catch (FileAlreadyExistsException e) {
      long age = System.currentTimeMillis() - Files.getLastModifiedTime(lock).toMillis();
      if (age > LOCK_MILLIS || age < -LOCK_MILLIS) {
        Files.delete(lock);
      }
      return false;
    }
  }
}
