package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.connection.moq.MoqMetric;
import dev.moqlog.analyzer.connection.moq.MoqObjects;
import dev.moqlog.analyzer.read.QlogEvent;

/** The Media over QUIC objects of one end of a connection, created and parsed, as its log tells. */
public final class EndObjects {

  private final long shiftNanos;
  private final ObjectTable created;
  private final ObjectTable parsed;
  private final MoqMetric metric = new MoqMetric(null, new Receiver());

  /**
   * An end that keeps all objects, up to a limit.
   *
   * @param shiftNanos what to add to the times of its events to have them on the axis of the
   *     packets' log; 0 if they are in that
   */
  public EndObjects(long shiftNanos) {
    this(shiftNanos, ObjectTable.MAX_OBJECTS);
  }

  /**
   * @param limit how many objects are kept in each direction
   */
  EndObjects(long shiftNanos, int limit) {
    this.shiftNanos = shiftNanos;
    created = new ObjectTable(limit);
    parsed = new ObjectTable(limit);
  }

  /** Takes an event of this end. */
  public void event(QlogEvent event) {
    metric.event(event);
  }

  private final class Receiver implements MoqObjects {

    @Override
    public void object(boolean out, String track, long group, long object, long nanos) {
      long shifted = nanos + shiftNanos;
      boolean overflow = ((nanos ^ shifted) & (shiftNanos ^ shifted)) < 0;
      if (!overflow && shifted <= EndPackets.MAX_NANOS && shifted >= -EndPackets.MAX_NANOS) {
        table(out).add(track, group, object, shifted);
      }
    }

    @Override
    public boolean unnamedToo() {
      return true;
    }

    @Override
    public void named(boolean out, String label, String name) {
      table(out).named(label, name);
    }

    @Override
    public void aliased(boolean out, String label, String name) {
      table(out).aliases().add(label, name);
    }

    private ObjectTable table(boolean out) {
      return out ? created : parsed;
    }
  }

  /** Objects that it created. */
  ObjectTable created() {
    return created;
  }

  /** Objects that it parsed. */
  ObjectTable parsed() {
    return parsed;
  }
}
