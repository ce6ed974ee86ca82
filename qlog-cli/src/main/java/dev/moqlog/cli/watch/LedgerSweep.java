package dev.moqlog.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Looks after the traces that were counted, some each time and all in turn: those whose files are
 * gone are forgotten, those that changed are noted, and a file that is another trace of the same
 * name is told from the one that was counted.
 */
final class LedgerSweep {

  private static final int LEAST_PER_LOOK = 1_000;

  private final Path root;
  private final Ledger ledger;
  private final Predicate<String> isOpen;
  private final Consumer<String> forgotten;

  private Set<String> forgottenKeys = new HashSet<>();
  private Map<String, CountedTrace> updated = new HashMap<>();
  private String last;
  private long changed;
  private long rounds;

  /** A look at one trace. */
  private enum Verdict {
    SAME,
    GONE,
    ANOTHER
  }

  /**
   * @param isOpen whether there is a trace of that key that was not counted yet, in place of the
   *     one that was
   * @param forgotten learns of the keys that are counted no more
   */
  LedgerSweep(Path root, Ledger ledger, Predicate<String> isOpen, Consumer<String> forgotten) {
    this.root = root;
    this.ledger = ledger;
    this.isOpen = isOpen;
    this.forgotten = forgotten;
  }

  /** Looks at the next ones. */
  void look() {
    long count = Math.max(LEAST_PER_LOOK, ledger.size() / DirectoryTree.LOOKS_PER_ROUND);
    Iterator<Map.Entry<String, CountedTrace>> entries = ledger.after(last);
    for (long i = 0; i < count && entries.hasNext(); i++) {
      Map.Entry<String, CountedTrace> entry = entries.next();
      last = entry.getKey();
      look(entry.getKey(), entry.getValue());
    }
    if (!entries.hasNext()) {
      last = null;
      rounds++;
    }
  }

  private void look(String key, CountedTrace counted) {
    if (forgottenKeys.contains(key)) {
      return;
    }
    if (isOpen.test(key) || verdict(key, counted) != Verdict.SAME) {
      forgottenKeys.add(key);
      forgotten.accept(key);
    }
  }

  private Verdict verdict(String key, CountedTrace counted) {
    for (TraceForm form : TraceForm.all(counted.compressed())) {
      try {
        Path file = root.resolve(form.fileName(key));
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.isRegularFile()
            ? verdict(key, counted, file, form, attributes)
            : Verdict.ANOTHER;
      } catch (NoSuchFileException e) {
        // Not in this form.
      } catch (InvalidPathException e) {
        return Verdict.GONE;
      } catch (IOException e) {
        return isBelowFile(key) ? Verdict.GONE : Verdict.SAME;
      }
    }
    return Verdict.GONE;
  }

  /** Whether a file is where a directory was. */
  private boolean isBelowFile(String key) {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (Files.isRegularFile(root.resolve(key.substring(0, slash)))) {
        return true;
      }
    }
    return false;
  }

  private Verdict verdict(
      String key, CountedTrace counted, Path file, TraceForm form, BasicFileAttributes attributes)
      throws NoSuchFileException {
    long bytes = attributes.size();
    long modified = FileTimes.nanos(attributes.lastModifiedTime());
    if (counted.isUnchanged(bytes, modified)) {
      return Verdict.SAME;
    }
    boolean sameForm = form.isCompressed() == counted.compressed();
    boolean same =
        TraceHead.matches(counted, file, form)
            .orElse(sameForm ? bytes >= counted.bytes() : modified == counted.modifiedNanos());
    if (!same) {
      return Verdict.ANOTHER;
    }
    boolean isChanged = sameForm && bytes != counted.bytes();
    changed += isChanged && !counted.changed() ? 1 : 0;
    updated.put(
        key,
        new CountedTrace(
            bytes,
            modified,
            form.isCompressed(),
            counted.changed() || isChanged,
            counted.headBytes(),
            counted.headHash()));
    return Verdict.SAME;
  }

  /** Whether a key is to be forgotten, although the ledger has it still. */
  boolean isForgotten(String key) {
    return forgottenKeys.contains(key);
  }

  /** What is to be forgotten, which is handed out once. */
  Set<String> takeForgotten() {
    Set<String> taken = forgottenKeys;
    forgottenKeys = new HashSet<>();
    return taken;
  }

  /** What is to be remembered from now on of traces that were counted; handed out once. */
  Map<String, CountedTrace> takeUpdated() {
    Map<String, CountedTrace> taken = updated;
    updated = new HashMap<>();
    return taken;
  }

  /** How many traces changed after they were counted. */
  long changed() {
    return changed;
  }

  /** How often all traces were looked at. */
  long rounds() {
    return rounds;
  }
}
