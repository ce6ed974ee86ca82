package dev.moqlog.writer.store;

import dev.moqlog.writer.store.RepairReport.Status;

/**
 * Reads a trace once from its beginning and decides where it ends.
 *
 * <p>A trace of one JSON value is followed by its structure. One of records, a JSON text sequence
 * or lines of JSON, is followed record by record: a torn one in the middle stays, since readers
 * pass over it.
 */
final class TraceScan {

  /** Begins each record of a JSON text sequence (RFC 7464). */
  static final byte RECORD_SEPARATOR = 0x1e;

  /**
   * How much may follow what is wrong, not counting zeros: a process that is killed leaves next to
   * nothing there, a system that loses power part of a block. More is content.
   */
  static final int MAX_REMNANT_BYTES = 4096;

  /** Begins the detail of a file whose end is torn. */
  static final String TORN = "torn at byte ";

  private enum Form {
    VALUE,
    SEQUENCE,
    LINES
  }

  private final JsonStructure json = new JsonStructure();
  private Form form = Form.VALUE;
  private long offset;

  private long wrongAt = -1;
  private long remnantBytes;

  // Of a file of one value.
  private boolean lineEnded;

  // Of a file of records.
  private boolean inRecord;
  private boolean passOver;
  private boolean namesQlog;
  private long records;
  private long tornRecords;
  private long tornSinceComplete;
  private long recordsEnd;

  /** What was decided; the cut is the size if nothing is to be cut. */
  record Verdict(Status status, long cut, String closing, String detail) {}

  /** Takes the next bytes. */
  void accept(byte[] buffer, int length) {
    for (int i = 0; i < length; i++, offset++) {
      byte b = buffer[i];
      if (offset == 0 && b == RECORD_SEPARATOR) {
        form = Form.SEQUENCE;
      }
      switch (form) {
        case VALUE -> value(b);
        case SEQUENCE -> sequence(b);
        case LINES -> lines(b);
      }
    }
  }

  /** Whether what follows cannot change the verdict. */
  boolean isDecided() {
    return form == Form.VALUE && wrongAt >= 0 && remnantBytes > MAX_REMNANT_BYTES;
  }

  private void value(byte b) {
    if (wrongAt >= 0) {
      remnant(b);
    } else if (!json.isDone()) {
      json.accept(b, offset);
      if (json.isFailed()) {
        remnant(b);
      }
    } else if (JsonStructure.isSpace(b)) {
      lineEnded |= b == '\n';
    } else if (b == '{' && lineEnded && json.events() == 0) {
      form = Form.LINES;
      recordEnded(json.valueEnd());
      lines(b);
    } else {
      remnant(b);
    }
  }

  private void sequence(byte b) {
    if (b == RECORD_SEPARATOR) {
      if (inRecord && json.isDone()) {
        recordEnded(offset);
      } else if (inRecord) {
        tornSinceComplete++;
      }
      recordBegins();
    } else if (!inRecord) {
      if (!JsonStructure.isSpace(b)) {
        remnant(b);
      }
    } else if (b == '\n' && json.isDone()) {
      recordEnded(offset + 1);
    } else {
      record(b);
    }
  }

  private void lines(byte b) {
    if (!inRecord) {
      if (JsonStructure.isSpace(b)) {
        return;
      }
      recordBegins();
    }
    if (b != '\n') {
      record(b);
    } else if (json.isDone()) {
      recordEnded(offset + 1);
    } else {
      tornSinceComplete++;
      inRecord = false;
      remnant(b);
    }
  }

  private void record(byte b) {
    if (passOver) {
      remnant(b);
    } else if (!json.isDone()) {
      json.accept(b, offset);
      passOver = json.isFailed();
    } else {
      passOver = !JsonStructure.isSpace(b);
    }
    if (passOver && wrongAt < 0) {
      remnant(b);
    }
  }

  private void recordBegins() {
    json.reset();
    inRecord = true;
    passOver = false;
  }

  private void recordEnded(long end) {
    if (records == 0) {
      namesQlog = json.namesQlog();
    }
    records++;
    recordsEnd = end;
    tornRecords += tornSinceComplete;
    tornSinceComplete = 0;
    inRecord = false;
    wrongAt = -1;
    remnantBytes = 0;
  }

  private void remnant(byte b) {
    if (wrongAt < 0) {
      wrongAt = offset;
    }
    if (b != 0) {
      remnantBytes++;
    }
  }

  /** What is to be done, once the file has been taken to its end or is decided. */
  Verdict verdict(long size) {
    return form == Form.VALUE ? ofValue(size) : ofRecords(size);
  }

  private Verdict ofValue(long size) {
    if (!json.namesQlog() && (json.hasKeys() || wrongAt >= 0)) {
      return untouched(
          Status.NOT_QLOG,
          size,
          "no qlog_version, qlog_format, file_schema or traces"
              + (wrongAt >= 0 ? ", and no JSON at byte " + wrongAt : ""));
    }
    if (wrongAt >= 0 && (remnantBytes > MAX_REMNANT_BYTES || json.isDone() && remnantBytes > 0)) {
      return damaged(size);
    }
    if (json.isDone()) {
      if (json.events() == 0) {
        return untouched(Status.EMPTY, size, "complete, but without events");
      }
      return wrongAt < 0
          ? untouched(Status.INTACT, size, "complete, " + count(json.events(), "event"))
          : new Verdict(
              Status.REPAIRABLE, wrongAt, "", "cut at byte " + wrongAt + ", behind its end");
    }
    if (json.cut() < 0) {
      return untouched(Status.EMPTY, size, TORN + tornAt(size) + ", before its first event ends");
    }
    return new Verdict(
        Status.REPAIRABLE,
        json.cut(),
        json.closers(),
        TORN
            + tornAt(size)
            + ", cut at byte "
            + json.cut()
            + " behind "
            + count(json.eventsAtCut(), "event"));
  }

  private Verdict ofRecords(long size) {
    boolean lineMissing = inRecord && json.isDone() && !passOver;
    if (lineMissing) {
      recordEnded(json.valueEnd());
    }
    if (!namesQlog) {
      return untouched(Status.NOT_QLOG, size, "no complete first record with a qlog_version");
    }
    if (remnantBytes > MAX_REMNANT_BYTES) {
      return damaged(size);
    }
    if (records == 1) {
      return untouched(Status.EMPTY, size, "no complete record behind the first");
    }
    String found =
        count(records, "record")
            + (tornRecords > 0 ? ", " + tornRecords + " torn ones before the end" : "");
    if (lineMissing && form == Form.SEQUENCE) {
      return new Verdict(
          Status.REPAIRABLE, recordsEnd, "\n", "no line feed at byte " + recordsEnd + "; " + found);
    }
    if (!inRecord && wrongAt < 0) {
      return untouched(Status.INTACT, size, "complete, " + found);
    }
    return new Verdict(
        Status.REPAIRABLE,
        recordsEnd,
        "",
        TORN + tornAt(size) + ", cut at byte " + recordsEnd + " behind " + found);
  }

  private Verdict damaged(long size) {
    return untouched(
        Status.DAMAGED,
        size,
        "something is wrong at byte " + wrongAt + ", but more than a torn event follows it");
  }

  private long tornAt(long size) {
    return wrongAt < 0 ? size : wrongAt;
  }

  private static Verdict untouched(Status status, long size, String detail) {
    return new Verdict(status, size, "", detail);
  }

  private static String count(long number, String what) {
    return number + " complete " + what + (number == 1 ? "" : "s");
  }
}
