package dev.moqlog.cli.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The memory of a watch, in one file: which traces were counted, and the numbers made of them,
 * which change together or not at all.
 *
 * <p>What {@link #commit} returned from survives the process and, as far as the disk does what it
 * says, a power failure. The file is locked while it is open. Pages are read as they are needed,
 * and at most {@value StateFile#CACHE_MEGABYTES} MB of them kept in memory; on the disk it takes a
 * few times what is in it, however many commits there are.
 *
 * <p>Where the disk fails, methods throw {@link java.io.UncheckedIOException} unless they say
 * otherwise; the next {@link #commit} tries to open the file again. For one thread.
 */
public final class WatchState implements Ledger, Closeable {

  private static final String ROOT = "root";
  private static final String FORMAT = "format";
  private static final String TOTALS = "totals";
  private static final String CURRENT_FORMAT = "2";

  private static final String COMMIT = "commit";

  private final Path file;
  private final String root;
  private CommitMark mark;
  private StateFile content;
  private long commits;
  private WatchTotals totals = WatchTotals.NONE;

  private WatchState(Path file, String root, StateFile content) {
    this.file = file;
    this.root = root;
    this.content = content;
    this.mark = CommitMark.open(file);
  }

  /**
   * Opens the state of the watch of a directory, or begins it.
   *
   * @throws StateException if the file belongs to another directory, is in use, is of a newer
   *     version or damaged; it is left as it was
   * @throws IOException if it cannot be read or made
   */
  public static WatchState open(Path file, Path root) throws IOException {
    Path real = root.toRealPath();
    Path place = file.toAbsolutePath().normalize();
    if (isWatched(place, real)) {
      throw new StateException(
          "the state file "
              + file
              + " is among the traces it tells of: choose a name that begins with a dot, or a file"
              + " outside of "
              + root);
    }
    if (Files.notExists(place)) {
      Files.deleteIfExists(CommitMark.file(place));
      StateFile.create(
          place,
          Map.of(
              FORMAT,
              CURRENT_FORMAT,
              ROOT,
              real.toString(),
              COMMIT,
              "0",
              TOTALS,
              WatchTotals.NONE.encoded()));
    }
    StateFile content = StateFile.open(place);
    WatchState state = new WatchState(place, real.toString(), content);
    try {
      state.check();
    } catch (IOException | RuntimeException e) {
      state.close();
      throw e;
    }
    return state;
  }

  private static boolean isWatched(Path file, Path realRoot) throws IOException {
    Path parent = file.getParent();
    if (parent == null || !Files.exists(parent)) {
      return false;
    }
    Path real = parent.toRealPath().resolve(file.getFileName());
    if (!real.startsWith(realRoot)) {
      return false;
    }
    for (Path part : realRoot.relativize(real)) {
      if (TraceForm.isPassedOver(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private void check() throws IOException {
    String format = content.about(FORMAT);
    if (format == null) {
      throw new StateException(
          file + " is not the state of a watch; choose another file with --state");
    }
    if (!format.equals(CURRENT_FORMAT)) {
      throw new StateException(
          file
              + " has format "
              + format
              + ", which another version of this program wrote, and this one knows only "
              + CURRENT_FORMAT
              + ": use that version, or another file with --state, which begins to count at 0");
    }
    String of = content.about(ROOT);
    if (!isSame(of)) {
      throw new StateException(
          file
              + " belongs to the watch of "
              + of
              + ", not of "
              + root
              + "; choose another file with --state");
    }
    content.readAll();
    commits = Long.parseLong(content.about(COMMIT));
    totals = WatchTotals.decoded(content.about(TOTALS));
    OptionalLong last = CommitMark.read(file);
    if (last.isPresent() && last.getAsLong() > commits) {
      throw new StateException(
          file
              + " is damaged, or a copy of an earlier time: "
              + (last.getAsLong() - commits)
              + " commits that were made are not in it. Put back the right one; or delete "
              + CommitMark.file(file)
              + " to go on from this one, which counts again what was counted since; or delete both"
              + " to count everything anew");
    }
  }

  private boolean isSame(String directory) {
    if (directory == null || directory.equals(root)) {
      return directory != null;
    }
    try {
      return Files.isSameFile(Path.of(directory), Path.of(root));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  @Override
  public CountedTrace counted(String key) {
    return content.read(() -> content.trace(key));
  }

  @Override
  public long size() {
    return content.read(() -> content.size());
  }

  @Override
  public Iterator<Map.Entry<String, CountedTrace>> after(String key) {
    return content.read(() -> content.tracesAfter(key));
  }

  /** All series, as they were committed last. */
  public Map<String, byte[]> series() {
    return content.read(() -> new TreeMap<>(content.series()));
  }

  /** What was done so far, as it was committed last. */
  public WatchTotals totals() {
    return totals;
  }

  /**
   * Changes the state, all at once, and makes it survive. May be called again with the same after
   * it failed, which does the same as if it had not.
   *
   * @param forgotten keys that are not counted any more; applied first
   * @param counted what is counted from now on, also in place of what was
   * @param series the new values of series that changed; all others stay as they are
   * @param newTotals what was done so far
   * @throws IOException if it could not be written; either all of it was, or nothing
   */
  public void commit(
      Collection<String> forgotten,
      Map<String, CountedTrace> counted,
      Map<String, byte[]> series,
      WatchTotals newTotals)
      throws IOException {
    recover();
    content.change(
        maps -> {
          forgotten.forEach(maps::removeCounted);
          counted.forEach((key, trace) -> maps.putCounted(key, trace.encoded()));
          series.forEach(maps::putSeries);
          maps.putAbout(TOTALS, newTotals.encoded());
          maps.putAbout(COMMIT, Long.toString(commits + 1));
        });
    commits++;
    totals = newTotals;
    mark.write(commits);
  }

  /**
   * Opens the file anew if reading or writing it failed, and makes it anew if somebody deleted it.
   *
   * @throws IOException if that is not possible either, for now
   */
  void recover() throws IOException {
    if (content.isBroken()) {
      content.closeQuietly();
      content = StateFile.open(file);
      check();
    } else if (Files.notExists(file)) {
      content = content.copiedTo(file);
      mark.close();
      mark = CommitMark.open(file);
    }
  }

  /** Closes the file; what was not committed is not in it. */
  @Override
  public void close() {
    content.closeQuietly();
    try {
      mark.close();
    } catch (IOException e) {
      // Every commit is on the disk already.
    }
  }
}
