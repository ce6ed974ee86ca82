package dev.moqlog.cli.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts what becomes of everything of one signal: it waits in a queue, is on its way, was taken by
 * the endpoint, or is lost. Safe for all threads.
 */
final class OtlpDelivery {

  /** After so many failures to reach the endpoint in a row, a run that has an end gives it up. */
  private static final int MAX_UNREACHABLE = 3;

  private static final long ROOM_SECONDS = 300;

  private final OtlpSignal signal;
  private final boolean continuous;
  private final OtlpProblems problems;
  private String endpoint = "";
  private boolean wanted;
  private int capacity = Integer.MAX_VALUE;
  private long queued;
  private long onTheirWay;
  private long taken;
  private long failed;
  private long dropped;
  private long exports;
  private int unreachable;

  /**
   * @param continuous whether to drop, rather than wait for, what finds no room in the queue
   */
  OtlpDelivery(OtlpSignal signal, boolean continuous, OtlpProblems problems) {
    this.signal = signal;
    this.continuous = continuous;
    this.problems = problems;
  }

  /** There is an exporter, to that endpoint. */
  synchronized void exportsTo(String where) {
    endpoint = where;
    wanted = true;
  }

  /** There is a queue, which must never be full: it drops without a word. */
  synchronized void queueHolds(int most) {
    capacity = Math.max(1, most);
  }

  /** Whether there is an exporter. */
  synchronized boolean isWanted() {
    return wanted;
  }

  /** Where to; empty if nowhere. */
  synchronized String endpoint() {
    return endpoint;
  }

  /**
   * Asks for room in the queue; false if there is none.
   *
   * @param flush empties the queue
   */
  boolean admit(Supplier<CompletableResultCode> flush) {
    if (isFull() && !continuous) {
      flush.get().join(ROOM_SECONDS, TimeUnit.SECONDS);
    }
    synchronized (this) {
      if (queued < capacity) {
        queued++;
        return true;
      }
      dropped++;
    }
    problems.failed(
        "full " + signal,
        "the queue to the OTLP endpoint "
            + endpoint()
            + " is full: "
            + signal.items()
            + " are dropped");
    return false;
  }

  private synchronized boolean isFull() {
    return queued >= capacity;
  }

  /**
   * Has a batch exported, and counts what becomes of it.
   *
   * @param items how many it has
   * @param queuedItems how many of them were in the queue
   */
  CompletableResultCode export(
      long items, long queuedItems, Supplier<CompletableResultCode> batch) {
    boolean givenUp;
    synchronized (this) {
      exports++;
      queued -= queuedItems;
      givenUp = !continuous && unreachable >= MAX_UNREACHABLE;
      if (givenUp) {
        failed += items;
      } else {
        onTheirWay += items;
      }
    }
    if (givenUp) {
      return CompletableResultCode.ofFailure();
    }
    CompletableResultCode result = batch.get();
    result.whenComplete(() -> arrived(items, result));
    return result;
  }

  private void arrived(long items, CompletableResultCode result) {
    if (result.isSuccess()) {
      synchronized (this) {
        onTheirWay -= items;
        taken += items;
        unreachable = 0;
      }
      return;
    }
    OtlpFailure failure = OtlpFailure.of(result.getFailureThrowable());
    long refused = failure.refusedOf(items);
    synchronized (this) {
      onTheirWay -= items;
      taken += items - refused;
      failed += refused;
      unreachable = failure.isUnreachable() ? unreachable + 1 : 0;
    }
    tell(failure, refused, items);
  }

  private void tell(OtlpFailure failure, long refused, long items) {
    String where = "the OTLP endpoint " + endpoint();
    String why = failure.getMessage();
    if (failure.isUnreachable()) {
      problems.failed("unreachable " + endpoint() + why, where + " cannot be reached: " + why);
    } else if (refused == 0) {
      problems.tell("said " + signal, where + " says about " + signal.items() + ": " + why);
    } else {
      problems.failed(
          "refused " + signal + (refused < items),
          where
              + " did not take "
              + (refused < items ? refused + " of " + items + " " : "")
              + signal.items()
              + (why.isEmpty() ? "" : ": " + why));
    }
  }

  /** How many batches were exported so far, whatever became of them. */
  synchronized long exports() {
    return exports;
  }

  /** Counts as lost what is waiting yet, as nothing will be sent any more. */
  void end() {
    boolean lost;
    synchronized (this) {
      lost = queued + onTheirWay > 0;
      failed += queued + onTheirWay;
      queued = 0;
      onTheirWay = 0;
    }
    if (lost) {
      problems.failed(
          "late " + signal,
          "the OTLP endpoint " + endpoint() + " did not answer in time about " + signal.items());
    }
  }

  /** Adds a loss that is not of a batch. */
  void lost(long items, String why) {
    synchronized (this) {
      failed += items;
    }
    problems.failed("lost " + signal, signal.items() + " could not be exported: " + why);
  }

  /** What became of everything so far. */
  synchronized OtlpOutcome.Count count() {
    return new OtlpOutcome.Count(wanted, taken, failed, dropped, queued + onTheirWay);
  }
}
