package dev.moqlog.cli.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The directories below a root and the traces in them that were not counted yet.
 *
 * <p>The names in a directory are listed again only if its time of modification changed. That is
 * asked at each look of the root, of directories with others in them, of those with open traces,
 * and of those that changed a moment ago; of all others in turns, so that each has had its turn
 * after {@link #LOOKS_PER_ROUND} looks.
 *
 * <p>Symbolic links are followed, but for those that lead back to a directory above them.
 */
final class DirectoryTree {

  /** After so many looks, each directory was looked at. */
  static final int LOOKS_PER_ROUND = 60;

  /** A few more are looked at each time. */
  private static final int LEAST_PER_LOOK = 1_000;

  /** Every so many rounds, names are listed whatever the time of a directory says. */
  private static final int ROUNDS_PER_LISTING = 8;

  /** Time within which a file system may give two changes of a directory the same time. */
  private static final long YOUNG_NANOS = 3_000_000_000L;

  private static final int MAX_DEPTH = 64;

  /** So many directories with others in them are looked at each time. */
  private static final int MAX_BRANCHES = 1_024;

  private static final int MAX_NEW_PER_LOOK = 20_000;

  private final Path root;
  private final RootPresence presence;
  private final int maxOpen;
  private final Predicate<String> isCounted;
  private final CountedNames countedNames;
  private final Consumer<OpenTrace> vanished;

  private final WatchedDirectory top = new WatchedDirectory(null, "");
  private final List<WatchedDirectory> all = new ArrayList<>();
  private final Set<WatchedDirectory> active = new LinkedHashSet<>();
  private final Deque<WatchedDirectory> unlisted = new ArrayDeque<>();
  private final UnreadablePaths unreadable = new UnreadablePaths();

  private int listing;
  private int turn;
  private int rounds;
  private int branches;
  private int open;
  private int unnameable;
  private boolean full;

  /**
   * @param maxOpen so many open traces are remembered; others wait until there is room
   * @param isCounted whether a trace was counted, by its key
   * @param countedNames hashes of keys of which that is known
   * @param vanished learns of open traces that are gone
   */
  DirectoryTree(
      Path root,
      int maxOpen,
      Predicate<String> isCounted,
      CountedNames countedNames,
      Consumer<OpenTrace> vanished) {
    this.root = root;
    this.presence = new RootPresence(root);
    this.maxOpen = maxOpen;
    this.isCounted = isCounted;
    this.countedNames = countedNames;
    this.vanished = vanished;
    all.add(top);
    active.add(top);
  }

  /** Whether the root is there; if it is not, nothing is known of any trace. */
  boolean isRootThere() {
    boolean there = presence.isThere();
    top.listAgain |= presence.takeReplaced();
    return there;
  }

  /** Looks for what is new and what is gone. */
  void look(long nowNanos) {
    full = false;
    for (WatchedDirectory directory : List.copyOf(active)) {
      visit(directory, nowNanos, false);
    }
    int count = Math.min(all.size(), Math.max(LEAST_PER_LOOK, all.size() / LOOKS_PER_ROUND));
    for (int i = 0; i < count; i++) {
      if (turn >= all.size()) {
        turn = 0;
        rounds++;
      }
      WatchedDirectory directory = all.get(turn++);
      boolean listing = rounds % ROUNDS_PER_LISTING == ROUNDS_PER_LISTING - 1;
      if (listing || !active.contains(directory)) {
        visit(directory, nowNanos, listing);
      }
    }
    for (int i = 0; i < MAX_NEW_PER_LOOK && !unlisted.isEmpty(); i++) {
      visit(unlisted.poll(), nowNanos, false);
    }
  }

  private void visit(WatchedDirectory directory, long nowNanos, boolean listAnyway) {
    if (directory.gone) {
      return;
    }
    Path path = directory.path(root);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isDirectory()) {
        throw new NotDirectoryException(path.toString());
      }
      long modified = FileTimes.nanos(attributes.lastModifiedTime());
      if (listAnyway || directory.listAgain || modified != directory.modifiedNanos) {
        list(directory, path);
        directory.modifiedNanos = modified;
        directory.listAgain |= nowNanos - modified < YOUNG_NANOS;
      }
      unreadable.removeDirectory(directory);
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (directory != top && isRootThere()) {
        gone(directory);
      }
      return;
    } catch (IOException | SecurityException e) {
      unreadable.addDirectory(directory, path, e);
    }
    settle(directory);
  }

  /** Leaves a directory to the rounds, if nothing is expected there. */
  private void settle(WatchedDirectory directory) {
    boolean expected =
        directory == top
            || directory.listAgain && !unreadable.isUnlistable(directory)
            || directory.hasOpen()
            || directory.hasChildren() && branches <= MAX_BRANCHES;
    if (expected) {
      active.add(directory);
    } else {
      active.remove(directory);
    }
  }

  private void list(WatchedDirectory directory, Path path) throws IOException {
    int number = ++listing;
    directory.listAgain = false;
    unreadable.begin(directory);
    int children = 0;
    try (DirectoryStream<Path> names = Files.newDirectoryStream(path)) {
      for (Path entry : names) {
        String name = entry.getFileName().toString();
        if (TraceForm.isPassedOver(name)) {
          continue;
        }
        WatchedDirectory child = directory.child(name);
        if (child != null) {
          children += child.seen == number ? 0 : 1;
          child.seen = number;
        } else {
          children += found(directory, entry, name, number) ? 1 : 0;
        }
      }
    } catch (DirectoryIteratorException e) {
      directory.listAgain = true;
      throw e.getCause();
    } catch (IOException e) {
      directory.listAgain = true;
      throw e;
    }
    if (children < directory.childCount() && isRootThere()) {
      for (WatchedDirectory child : List.copyOf(directory.children())) {
        if (child.seen != number) {
          gone(child);
        }
      }
    }
  }

  /** Takes over a name that is new in a directory; tells whether it is one of a directory. */
  private boolean found(WatchedDirectory directory, Path entry, String name, int number) {
    TraceForm form = TraceForm.of(name);
    String logicalName = form.logicalName(name);
    OpenTrace known = directory.open(logicalName);
    if (known != null) {
      known.seenAs(form);
      return false;
    }
    long hash = Hashes.with(directory.hash, logicalName);
    if (countedNames.contains(hash)) {
      return false;
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return enter(directory, entry, name, attributes, number);
      }
      if (attributes.isRegularFile()) {
        add(directory, entry, logicalName, form, hash);
      }
    } catch (NoSuchFileException e) {
      // Vanished meanwhile, or a link to nowhere.
    } catch (IOException | SecurityException e) {
      unreadable.add(directory, entry, e);
    }
    return false;
  }

  private void add(
      WatchedDirectory directory, Path entry, String logicalName, TraceForm form, long hash) {
    if (isCounted.test(directory.key(logicalName))) {
      countedNames.add(hash);
    } else if (!isNamed(entry, directory, form.fileName(logicalName))) {
      // Its name cannot be told in the encoding of this system, so that nobody could open it.
      countedNames.add(hash);
      unnameable++;
    } else if (open >= maxOpen) {
      directory.listAgain = true;
      full = true;
    } else {
      directory.add(new OpenTrace(directory, logicalName, form));
      open++;
    }
  }

  private boolean isNamed(Path entry, WatchedDirectory directory, String name) {
    try {
      return directory.path(root).resolve(name).equals(entry);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private boolean enter(
      WatchedDirectory parent, Path entry, String name, BasicFileAttributes attributes, int number)
      throws IOException {
    if (parent.depth >= MAX_DEPTH
        || !isNamed(entry, parent, name)
        || Files.isSymbolicLink(entry) && leadsBack(parent, attributes)) {
      return false;
    }
    WatchedDirectory child = new WatchedDirectory(parent, name);
    child.seen = number;
    child.index = all.size();
    branches += parent.hasChildren() ? 0 : 1;
    parent.add(child);
    all.add(child);
    unlisted.add(child);
    return true;
  }

  private boolean leadsBack(WatchedDirectory parent, BasicFileAttributes attributes)
      throws IOException {
    Object key = attributes.fileKey();
    for (WatchedDirectory above = parent; above != null; above = above.parent) {
      Path path = above.path(root);
      if (key == null
          || key.equals(Files.readAttributes(path, BasicFileAttributes.class).fileKey())) {
        return true;
      }
    }
    return false;
  }

  private void gone(WatchedDirectory directory) {
    Deque<WatchedDirectory> below = new ArrayDeque<>(List.of(directory));
    while (!below.isEmpty()) {
      WatchedDirectory next = below.poll();
      below.addAll(next.children());
      branches -= next.hasChildren() ? 1 : 0;
      next.gone = true;
      unreadable.forget(next);
      active.remove(next);
      for (OpenTrace trace : List.copyOf(next.open())) {
        forget(trace);
        vanished.accept(trace);
      }
      // The last one takes its place.
      WatchedDirectory last = all.remove(all.size() - 1);
      if (last != next) {
        last.index = next.index;
        all.set(next.index, last);
      }
    }
    boolean branch = directory.parent.hasChildren();
    directory.parent.remove(directory);
    branches -= branch && !directory.parent.hasChildren() ? 1 : 0;
  }

  /** Forgets an open trace, which was counted or is gone. */
  void forget(OpenTrace trace) {
    forget(trace.directory, trace.name);
  }

  /** As {@link #forget(OpenTrace)}; nothing happens if it is not remembered. */
  void forget(WatchedDirectory directory, String logicalName) {
    open -= directory.removeOpen(logicalName) ? 1 : 0;
  }

  /** The directory that a key is in, or null if it is not known. */
  WatchedDirectory directoryOf(String key) {
    WatchedDirectory directory = top;
    int from = 0;
    for (int slash = key.indexOf('/'); slash >= 0 && directory != null; ) {
      directory = directory.child(key.substring(from, slash));
      from = slash + 1;
      slash = key.indexOf('/', from);
    }
    return directory;
  }

  /** There is something new in a directory, although its time may not tell. */
  void listSoon(WatchedDirectory directory) {
    directory.listAgain = true;
    active.add(directory);
  }

  /** Those directories that have open traces are among these. */
  Collection<WatchedDirectory> active() {
    return List.copyOf(active);
  }

  /** Whether there was no time for all directories, or no room for all traces. */
  boolean hasMore() {
    return !unlisted.isEmpty() || full && open < maxOpen;
  }

  int directories() {
    return all.size();
  }

  int open() {
    return open;
  }

  /** What could not be listed or looked at. */
  int unreadable() {
    return unreadable.count();
  }

  /** One of these, and why. */
  Optional<String> unreadableExample() {
    return unreadable.example();
  }

  /** Why not even the root can be listed. */
  Optional<String> rootUnreadable() {
    return unreadable.of(top);
  }

  /** Files found so far whose names cannot be told. */
  int unnameable() {
    return unnameable;
  }
}
