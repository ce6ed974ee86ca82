package dev.moqlog.benchmarks.writer;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts, next to the time of an event, how many there were and how many were dropped: a dropped
 * one may cost less than one that is kept.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Dropped {

  /** Events that were recorded in the iteration. */
  public long events;

  /** Those of them that are in no file. */
  public long dropped;

  private RecorderOnDisk files;

  /** That many events were recorded there. */
  void recorded(RecorderOnDisk where, long more) {
    files = where;
    events += more;
  }

  /** Asks how many were dropped. */
  @TearDown(Level.Iteration)
  public void count() {
    if (files != null) {
      dropped = files.newlyDropped();
    }
  }
}
