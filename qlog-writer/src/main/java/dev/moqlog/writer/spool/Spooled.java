package dev.moqlog.writer.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Something that the I/O thread looks after: one trace. */
public abstract class Spooled {

  private static final VarHandle QUEUED;

  static {
    try {
      QUEUED = MethodHandles.lookup().findVarHandle(Spooled.class, "queued", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private boolean queued;

  /** The one below on the stack of {@link SpoolThread}; written by who pushes. */
  Spooled below;

  /** Its place among the live ones; the I/O thread's. */
  int position = -1;

  /** For subclasses. */
  protected Spooled() {}

  /** Marks it as being on the stack; false if it was already. */
  final boolean enqueue() {
    return !(boolean) QUEUED.getAcquire(this) && QUEUED.compareAndSet(this, false, true);
  }

  final void dequeued() {
    QUEUED.setRelease(this, false);
  }

  /**
   * Writes what is pending. Called by the I/O thread only, which survives whatever it throws.
   *
   * @param everything whether to write also what could wait
   * @param nowNanos the I/O thread's clock
   * @return whether it is done for good and need not be called again
   */
  protected abstract boolean drain(boolean everything, long nowNanos);

  /**
   * Gives up what could not be written. Called by the I/O thread, as its last act, for what is not
   * done yet.
   */
  protected abstract void abandon(long nowNanos);
}
