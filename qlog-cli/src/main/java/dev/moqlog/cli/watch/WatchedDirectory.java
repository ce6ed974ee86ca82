package dev.moqlog.cli.watch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is remembered of one directory: little, as there may be very many. */
final class WatchedDirectory {

  static final long NEVER_LISTED = Long.MIN_VALUE;

  final WatchedDirectory parent;
  final String name;
  final int depth;

  /** The hash of its key, to go on with for those of its traces. */
  final long hash;

  /** When it was last modified, as of the last time its names were listed. */
  long modifiedNanos = NEVER_LISTED;

  /** Whether names may have been added since then that its time does not tell of. */
  boolean listAgain = true;

  boolean gone;

  /** Its place in the list of all. */
  int index;

  /** The listing that it was last seen in. */
  int seen;

  private Map<String, WatchedDirectory> children;
  private Map<String, OpenTrace> open;

  WatchedDirectory(WatchedDirectory parent, String name) {
    this.parent = parent;
    this.name = name;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.hash = parent == null ? Hashes.EMPTY : Hashes.with(parent.hash, name + "/");
  }

  Path path(Path root) {
    return parent == null ? root : parent.path(root).resolve(name);
  }

  /** The key of a trace in it. */
  String key(String logicalName) {
    if (parent == null) {
      return logicalName;
    }
    StringBuilder key = new StringBuilder(64);
    appendTo(key);
    return key.append(logicalName).toString();
  }

  private void appendTo(StringBuilder key) {
    if (parent != null) {
      parent.appendTo(key);
      key.append(name).append('/');
    }
  }

  WatchedDirectory child(String childName) {
    return children == null ? null : children.get(childName);
  }

  boolean hasChildren() {
    return children != null;
  }

  int childCount() {
    return children == null ? 0 : children.size();
  }

  Collection<WatchedDirectory> children() {
    return children == null ? List.of() : children.values();
  }

  void add(WatchedDirectory child) {
    if (children == null) {
      children = new HashMap<>();
    }
    children.put(child.name, child);
  }

  void remove(WatchedDirectory child) {
    if (children != null && children.remove(child.name, child) && children.isEmpty()) {
      children = null;
    }
  }

  OpenTrace open(String logicalName) {
    return open == null ? null : open.get(logicalName);
  }

  boolean hasOpen() {
    return open != null;
  }

  Collection<OpenTrace> open() {
    return open == null ? List.of() : open.values();
  }

  void add(OpenTrace trace) {
    if (open == null) {
      open = new HashMap<>(2);
    }
    open.put(trace.name, trace);
  }

  /** Removes a trace; tells whether it was there. */
  boolean removeOpen(String logicalName) {
    if (open == null || open.remove(logicalName) == null) {
      return false;
    }
    if (open.isEmpty()) {
      open = null;
    }
    return true;
  }
}
