package dev.moqlog.cli.watch;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Makes numbers of finished traces. It adds to what it has counted before, and shows none of it
 * before it is told that this was committed. Called on the thread of the watch only.
 */
public interface Counter {

  /**
   * Analyses traces and adds their numbers.
   *
   * <p>A file that cannot be read although it exists, or is no log, is a result like others. If
   * this throws, nothing of any of these traces must have been added; they are then given once
   * more, one at a time, and those that fail alone never again.
   *
   * @param traces at most {@link Watcher#MAX_BATCH_TRACES}
   * @return those of them of which a file was gone when it was to be read, and of which therefore
   *     nothing was added
   */
  Collection<FinishedTrace> count(List<FinishedTrace> traces);

  /** The series that changed since this was last asked, in the form in which they are kept. */
  Map<String, byte[]> takeChanges();

  /** Everything added until now was committed and may be shown. */
  void committed(WatchNumbers numbers);
}
