package dev.moqlog.analyzer.source;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds the sources that paths given by a user stand for. */
public final class SourceFinder {

  /** What other programs leave beside or among logs. */
  private static final Set<String> NOT_LOGS = Set.of("__MACOSX", "lost+found");

  private SourceFinder() {}

  /**
   * Lists the sources: a file is itself, a directory all regular files below it in the order of
   * their names, {@code -} standard input.
   *
   * <p>Below a directory, what has a name that begins with a dot is passed over, symbolic links are
   * followed, and special files are reported and not opened.
   *
   * @param paths as the user gave them; names of sources begin with them
   * @param unreadable learns of what cannot be listed, by name
   */
  public static List<LogSource> find(
      List<String> paths, BiConsumer<String, IOException> unreadable) {
    List<LogSource> sources = new ArrayList<>();
    for (String path : paths) {
      if (path.equals("-")) {
        sources.add(LogSource.of("-", System.in));
        continue;
      }
      try {
        Path root = Path.of(path);
        if (Files.isDirectory(root)) {
          below(root, unreadable).stream()
              .sorted(Comparator.comparing(Path::toString))
              .forEach(file -> sources.add(LogSource.of(file.toString(), file)));
        } else {
          sources.add(LogSource.of(path, root));
        }
      } catch (IOException e) {
        unreadable.accept(path, e);
      } catch (RuntimeException e) {
        unreadable.accept(path, new IOException(e.getMessage(), e));
      }
    }
    return sources;
  }

  /** Whether a path inside an archive or a directory has a part that is no log by its name. */
  static boolean isHidden(String path) {
    for (String part : path.split("[/\\\\]")) {
      if ((part.startsWith(".") && !part.equals(".") && !part.equals(".."))
          || NOT_LOGS.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> below(Path root, BiConsumer<String, IOException> unreadable)
      throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return !directory.equals(root) && isHidden(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file.getFileName().toString())) {
              return FileVisitResult.CONTINUE;
            }
            if (attributes.isRegularFile()) {
              files.add(file);
            } else {
              unreadable.accept(
                  file.toString(),
                  new IOException(
                      attributes.isSymbolicLink()
                          ? "a symbolic link to nothing"
                          : "neither a file nor a directory"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException error) {
            if (!isHidden(file.getFileName().toString())) {
              unreadable.accept(file.toString(), error);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException error) {
            if (error != null) {
              unreadable.accept(directory.toString(), error);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
