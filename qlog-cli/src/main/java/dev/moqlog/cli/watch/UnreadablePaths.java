package dev.moqlog.cli.watch;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Directories that could not be listed when they were last looked at, and what in others could not
 * be looked at when they were last listed; and why.
 */
final class UnreadablePaths {

  private final Map<WatchedDirectory, String> unlistable = new LinkedHashMap<>();
  private final Map<WatchedDirectory, Entries> entries = new LinkedHashMap<>();

  private record Entries(int count, String first) {}

  /** A directory is to be listed, so that its entries tell anew whether they can be read. */
  void begin(WatchedDirectory directory) {
    entries.remove(directory);
  }

  /** An entry of a directory cannot be looked at. */
  void add(WatchedDirectory directory, Path entry, Exception error) {
    entries.merge(
        directory,
        new Entries(1, describe(entry, error)),
        (before, one) -> new Entries(before.count + 1, before.first));
  }

  /** A directory cannot be listed. */
  void addDirectory(WatchedDirectory directory, Path path, Exception error) {
    unlistable.put(directory, describe(path, error));
  }

  /** A directory can be listed. */
  void removeDirectory(WatchedDirectory directory) {
    unlistable.remove(directory);
  }

  /** A directory is gone. */
  void forget(WatchedDirectory directory) {
    unlistable.remove(directory);
    entries.remove(directory);
  }

  boolean isUnlistable(WatchedDirectory directory) {
    return unlistable.containsKey(directory);
  }

  /** Why a directory cannot be listed, with its path. */
  Optional<String> of(WatchedDirectory directory) {
    return Optional.ofNullable(unlistable.get(directory));
  }

  int count() {
    return unlistable.size() + entries.values().stream().mapToInt(Entries::count).sum();
  }

  /** One of them with its path, the one that has been known for longest. */
  Optional<String> example() {
    return unlistable.values().stream()
        .findFirst()
        .or(() -> entries.values().stream().findFirst().map(Entries::first));
  }

  private static String describe(Path path, Exception error) {
    return "cannot read " + path + ": " + reason(error);
  }

  private static String reason(Exception error) {
    if (error instanceof AccessDeniedException || error instanceof SecurityException) {
      return "permission denied; let " + User.name() + " read it";
    }
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }
}
