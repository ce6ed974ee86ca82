package dev.moqlog.cli.watch;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The maps of a state file, and everything that has to do with the library that keeps them: a log
 * of chunks, each the pages that a commit changed, so that the end of the last complete one is the
 * state. For one thread.
 */
final class StateFile {

  static final int CACHE_MEGABYTES = 8;

  /**
   * So long the space of what was replaced is not used again, so that nothing is overwritten to
   * which a commit that is not on the disk yet might have to return.
   */
  private static final int RETENTION_MILLIS = 2_000;

  /** Chunks of which less than that is still used are written anew, ... */
  private static final int LEAST_USED_PERCENT = 50;

  /** ... at most so many bytes after each commit. */
  private static final int REWRITTEN_BYTES = 4 << 20;

  private static final String NEW = ".new";

  private static final String ABOUT = "about";
  private static final String COUNTED = "counted";
  private static final String SERIES = "series";

  /** The key of the sum of all entries but itself. */
  private static final String SUM = "sum";

  /** With it, a text becomes the one that follows it in order. */
  private static final char FIRST_CHARACTER = 0;

  private final Path path;
  private final MVStore store;
  private final MVMap<String, String> about;
  private final MVMap<String, byte[]> counted;
  private final MVMap<String, byte[]> series;
  private final ContentSum sum;
  private boolean broken;

  private StateFile(Path path, MVStore store) {
    this.path = path;
    this.store = store;
    MVMap.Builder<String, String> texts =
        new MVMap.Builder<String, String>()
            .keyType(StringDataType.INSTANCE)
            .valueType(StringDataType.INSTANCE);
    about = store.openMap(ABOUT, texts);
    counted = store.openMap(COUNTED, bytes());
    series = store.openMap(SERIES, bytes());
    sum = ContentSum.of(about.get(SUM));
  }

  private static MVMap.Builder<String, byte[]> bytes() {
    return new MVMap.Builder<String, byte[]>()
        .keyType(StringDataType.INSTANCE)
        .valueType(ByteArrayDataType.INSTANCE);
  }

  /**
   * Makes a file with nothing but what it is about. It appears complete, so that one without
   * content is always a damaged one.
   */
  static void create(Path path, Map<String, String> about) throws IOException {
    make(path, file -> about.forEach(file::putAbout));
  }

  private static void make(Path path, Consumer<StateFile> content) throws IOException {
    Path unfinished = path.resolveSibling(path.getFileName() + NEW);
    if (path.getParent() == null || !Files.isDirectory(path.getParent())) {
      throw new StateException("cannot make " + path + ": its directory does not exist");
    }
    try {
      // What another process has open is locked, and not deleted.
      if (Files.exists(unfinished)) {
        openStore(unfinished).closeImmediately();
        Files.delete(unfinished);
      }
    } catch (StateException e) {
      if (e.getCause() instanceof MVStoreException broken
          && broken.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw e;
      }
      Files.deleteIfExists(unfinished);
    }
    try {
      createPrivate(unfinished);
    } catch (AccessDeniedException e) {
      throw new StateException(
          "cannot make "
              + path
              + ": permission denied; choose another file with --state, or let "
              + User.name()
              + " create files there",
          e);
    }
    try {
      StateFile file = new StateFile(unfinished, openStore(unfinished));
      try {
        file.change(content);
      } finally {
        file.closeQuietly();
      }
      Files.move(unfinished, path);
    } catch (FileAlreadyExistsException e) {
      throw new StateException(path + " is in use by another watch", e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void createPrivate(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      Files.createFile(file);
    }
  }

  /** Opens a file that exists. */
  static StateFile open(Path path) throws IOException {
    if (Files.size(path) == 0) {
      throw damaged(path, "it is empty", null);
    }
    MVStore store = openStore(path);
    try {
      return new StateFile(path, store);
    } catch (RuntimeException | OutOfMemoryError e) {
      store.closeImmediately();
      throw failure(path, e);
    }
  }

  private static MVStore openStore(Path path) throws StateException {
    try {
      MVStore store =
          new MVStore.Builder()
              .fileName(path.toString())
              .autoCommitDisabled()
              .cacheSize(CACHE_MEGABYTES)
              .open();
      store.setRetentionTime(RETENTION_MILLIS);
      return store;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failure(path, e);
    }
  }

  private static StateException failure(Path path, Throwable e) {
    if (e instanceof OutOfMemoryError) {
      // Memory is asked for by lengths in the file, before anything else is there to fill it.
      return damaged(path, "a length in it is larger than memory", e);
    }
    int code = e instanceof MVStoreException known ? known.getErrorCode() : -1;
    if (e.getCause() instanceof EOFException) {
      return damaged(path, "a part of it is missing", e);
    }
    return switch (code) {
      case DataUtils.ERROR_FILE_LOCKED ->
          new StateException(
              path + " is in use by another watch: end that, or choose another file with --state",
              e);
      case DataUtils.ERROR_UNSUPPORTED_FORMAT ->
          new StateException(
              path
                  + " was written by a newer version of this program: use that, or choose another"
                  + " file with --state",
              e);
      case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED ->
          new StateException(
              path
                  + " cannot be used: "
                  + (Files.isReadable(path) && Files.isWritable(path)
                      ? e.getMessage()
                      : "permission denied; choose another file with --state, or let "
                          + User.name()
                          + " read and write it"),
              e);
      default -> damaged(path, e.getMessage(), e);
    };
  }

  private static StateException damaged(Path path, String what, Throwable cause) {
    return new StateException(
        path
            + " is damaged ("
            + what
            + "): put a copy of it back, or delete it, and all traces that are still there are"
            + " counted anew, from 0",
        cause);
  }

  /** Reads everything once, so that damage shows. */
  void readAll() throws StateException {
    ContentSum all = ContentSum.of(null);
    try {
      Cursor<String, byte[]> cursor = counted.cursor(null);
      while (cursor.hasNext()) {
        all.add(COUNTED, cursor.next(), cursor.getValue());
        CountedTrace.decoded(cursor.getValue());
      }
      series.forEach((key, value) -> all.add(SERIES, key, value));
      about.forEach(
          (key, value) -> {
            if (!key.equals(SUM)) {
              all.add(ABOUT, key, bytes(value));
            }
          });
      if (!all.isSame(sum)) {
        throw damaged(path, "its content does not add up", null);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failure(path, e);
    }
  }

  String about(String key) throws StateException {
    try {
      return about.get(key);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failure(path, e);
    }
  }

  /** How many traces were counted. */
  long size() {
    return counted.sizeAsLong();
  }

  /** All series, by key. */
  Map<String, byte[]> series() {
    return series;
  }

  /** A trace that was counted, or null. */
  CountedTrace trace(String key) {
    byte[] encoded = counted.get(key);
    return encoded == null ? null : CountedTrace.decoded(encoded);
  }

  /** The traces that were counted, from behind a key on. */
  Iterator<Map.Entry<String, CountedTrace>> tracesAfter(String key) {
    Cursor<String, byte[]> cursor = counted.cursor(key == null ? null : key + FIRST_CHARACTER);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return read(cursor::hasNext);
      }

      @Override
      public Map.Entry<String, CountedTrace> next() {
        return read(() -> Map.entry(cursor.next(), CountedTrace.decoded(cursor.getValue())));
      }
    };
  }

  /** Reads from the maps, which may fail as the disk may. */
  <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MVStoreException | IllegalArgumentException e) {
      broken = true;
      throw new UncheckedIOException(new IOException("cannot read " + path + ": " + e, e));
    }
  }

  /** Changes the maps and writes that to the disk; either all of it is there then, or nothing. */
  void change(Consumer<StateFile> changes) throws IOException {
    try {
      changes.accept(this);
      about.put(SUM, sum.toString());
      store.commit();
      store.sync();
      store.compact(LEAST_USED_PERCENT, REWRITTEN_BYTES);
    } catch (RuntimeException e) {
      // What is in memory need not be what is on the disk.
      broken = true;
      throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  /** In a {@link #change}. */
  void putAbout(String key, String value) {
    String before = about.put(key, value);
    if (before != null) {
      sum.remove(ABOUT, key, bytes(before));
    }
    sum.add(ABOUT, key, bytes(value));
  }

  /** In a {@link #change}. */
  void putCounted(String key, byte[] encoded) {
    put(counted, COUNTED, key, encoded);
  }

  /** In a {@link #change}. */
  void putSeries(String key, byte[] encoded) {
    put(series, SERIES, key, encoded);
  }

  /** In a {@link #change}. */
  void removeCounted(String key) {
    byte[] before = counted.remove(key);
    if (before != null) {
      sum.remove(COUNTED, key, before);
    }
  }

  private void put(MVMap<String, byte[]> map, String name, String key, byte[] value) {
    byte[] before = map.put(key, value);
    if (before != null) {
      sum.remove(name, key, before);
    }
    sum.add(name, key, value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether reading or a change failed, so that the file has to be opened anew. */
  boolean isBroken() {
    return broken;
  }

  /** A new file with the same content, in place of this one, which was deleted by somebody. */
  StateFile copiedTo(Path target) throws IOException {
    make(
        target,
        copy -> {
          about.entrySet().stream()
              .filter(entry -> !entry.getKey().equals(SUM))
              .forEach(entry -> copy.putAbout(entry.getKey(), entry.getValue()));
          counted.forEach(copy::putCounted);
          series.forEach(copy::putSeries);
        });
    closeQuietly();
    return open(target);
  }

  /** Closes it without writing anything. */
  void closeQuietly() {
    try {
      store.closeImmediately();
    } catch (RuntimeException e) {
      // Every commit is on the disk already.
    }
  }
}
