package dev.moqlog.writer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Completes the traces that a process left when it was killed, and deletes those that it had made
 * but not written an event to. A look at the end of a file tells whether it needs to be; few do.
 * For a thread for housekeeping.
 */
public final class StartupRepair {

  /**
   * Where another process may be writing, a trace that changed lately is left alone: what looks
   * torn may be a write under way.
   */
  private static final long YOUNG_MILLIS = Duration.ofMinutes(1).toMillis();

  private StartupRepair() {}

  /**
   * Repairs what was written last before a time, which must not be after the first trace of this
   * process.
   *
   * @param isOpen which files this process has open
   * @param failures told of files that cannot be repaired
   * @return how many files needed repair and got it
   * @throws IOException if the root cannot be listed
   */
  public static int repairAllBefore(
      QlogDirectory directory,
      long millis,
      Predicate<Path> isOpen,
      BiConsumer<Path, IOException> failures)
      throws IOException {
    long before = directory.isAlone() ? millis : millis - YOUNG_MILLIS;
    int[] repaired = new int[1];
    TraceFiles.forEach(
        directory.root(),
        file -> {
          try {
            if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis() > before
                || isOpen.test(file)) {
              return;
            }
            RepairReport report = TraceRepair.repair(file);
            if (report.status() == RepairReport.Status.REPAIRED) {
              repaired[0]++;
            } else if (directory.isAlone() && isTornBeforeItsFirstEvent(report)) {
              Files.delete(file);
              TraceFiles.deleteIfEmpty(file.getParent());
            }
          } catch (IOException e) {
            failures.accept(file, e);
          }
        });
    return repaired[0];
  }

  private static boolean isTornBeforeItsFirstEvent(RepairReport report) {
    return report.status() == RepairReport.Status.EMPTY
        && (report.bytesBefore() == 0 || report.detail().startsWith(TraceScan.TORN));
  }
}
