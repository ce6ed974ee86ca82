package dev.moqlog.cli.watch;

import java.util.Iterator;
import java.util.Map;

/** Which traces were counted, by key. */
public interface Ledger {

  /** What is remembered of a trace that was counted, or null if it was not. */
  CountedTrace counted(String key);

  /** How many there are. */
  long size();

  /**
   * Those that were counted, in the order of their keys; valid until the next change.
   *
   * @param key where to begin, behind it; null for all
   */
  Iterator<Map.Entry<String, CountedTrace>> after(String key);
}
