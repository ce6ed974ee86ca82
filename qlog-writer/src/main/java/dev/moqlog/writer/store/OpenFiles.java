package dev.moqlog.writer.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that are open, the most recently used ones only, so that ten thousand traces do not
 * need ten thousand file descriptors. For the I/O thread.
 */
public final class OpenFiles {

  private final int limit;
  private final Map<TraceFile, FileChannel> channels = new LinkedHashMap<>(16, 0.75f, true);

  /** Keeps at most that many files open. */
  public OpenFiles(int limit) {
    this.limit = Math.max(1, limit);
  }

  FileChannel get(TraceFile file) {
    return channels.get(file);
  }

  void put(TraceFile file, FileChannel channel) throws IOException {
    channels.put(file, channel);
    if (channels.size() > limit) {
      closeEldest();
    }
  }

  private void closeEldest() throws IOException {
    Iterator<FileChannel> eldest = channels.values().iterator();
    FileChannel channel = eldest.next();
    eldest.remove();
    channel.close();
  }

  /** Closes half of the files, for when the process may not open more; false if none is open. */
  boolean closeHalf() throws IOException {
    int half = (channels.size() + 1) / 2;
    for (int i = 0; i < half; i++) {
      closeEldest();
    }
    return half > 0;
  }

  /** Closes the file's channel, if it is open. */
  void close(TraceFile file) throws IOException {
    FileChannel channel = channels.remove(file);
    if (channel != null) {
      channel.close();
    }
  }

  /** The number of files that are open. */
  public int size() {
    return channels.size();
  }
}
