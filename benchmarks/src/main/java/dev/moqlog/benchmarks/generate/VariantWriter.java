package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.benchmarks.generate.OriginalLog.Trace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes variants of logs to a stream, byte for byte like their originals or in another form. */
final class VariantWriter {

  private static final int PIECE_BYTES = 1 << 18;
  private static final int RECORD_SEPARATOR = 0x1E;

  private final OutputStream out;
  private final Bytes piece = new Bytes();
  private long written;

  VariantWriter(OutputStream out) {
    this.out = out;
  }

  /** How many bytes were written. */
  long written() {
    return written + piece.length();
  }

  /** Writes a log. */
  void log(OriginalLog log, Variation variation, LogForm form) throws IOException {
    if (form == log.form()) {
      asItIs(log, variation);
    } else if (form == LogForm.CONTAINED) {
      contained(log, variation);
    } else {
      for (Trace trace : log.traces()) {
        ObjectNode file = fileHeader(log, variation, form);
        file.set("trace", traceHeader(log, trace, variation));
        record(form, LogHeader.bytes(file));
        for (int i = 0; i < trace.events(); i++) {
          record(log, trace, i, variation, form, null);
        }
      }
    }
    end();
  }

  private void asItIs(OriginalLog log, Variation variation) throws IOException {
    int position = 0;
    for (Trace trace : log.traces()) {
      for (int i = 0; i < trace.events(); i++) {
        variation.render(log, position, trace.to()[i], piece);
        position = trace.to()[i];
        hand();
      }
    }
    variation.render(log, position, log.bytes().length, piece);
  }

  private void contained(OriginalLog log, Variation variation) throws IOException {
    beginTraces(fileHeader(log, variation, LogForm.CONTAINED));
    for (int i = 0; i < log.traces().size(); i++) {
      trace(log, log.traces().get(i), variation, i == 0);
    }
    endTraces();
  }

  /** Begins a contained log of any number of traces. */
  void beginTraces(ObjectNode fileHeader) throws IOException {
    openObject(fileHeader);
    text("\"traces\":[");
  }

  /** Writes a trace into a contained log. */
  void trace(OriginalLog log, Trace trace, Variation variation, boolean first) throws IOException {
    if (!first) {
      piece.write(',');
    }
    openObject(traceHeader(log, trace, variation));
    text("\"events\":[");
    for (int i = 0; i < trace.events(); i++) {
      if (i > 0) {
        piece.write(',');
      }
      variation.render(log, trace.from()[i], trace.to()[i], piece);
      hand();
    }
    text("]}");
  }

  /** Ends a contained log. */
  void endTraces() throws IOException {
    text("]}");
    end();
  }

  /** Writes an event as a record of its own; with a name of its connection unless that is null. */
  void record(
      OriginalLog log, Trace trace, int event, Variation variation, LogForm form, byte[] groupId)
      throws IOException {
    begin(form);
    variation.render(log, trace.from()[event], trace.to()[event], piece);
    if (groupId != null) {
      piece.removeLast();
      text(",\"group_id\":\"");
      piece.write(groupId);
      text("\"}");
    }
    piece.write('\n');
    hand();
  }

  /** Writes a record. */
  void record(LogForm form, byte[] json) {
    begin(form);
    piece.write(json);
    piece.write('\n');
  }

  private void begin(LogForm form) {
    if (form == LogForm.SEQUENCE) {
      piece.write(RECORD_SEPARATOR);
    }
  }

  /** Leaves nothing unwritten. */
  void end() throws IOException {
    written += piece.length();
    piece.moveTo(out);
  }

  static ObjectNode fileHeader(OriginalLog log, Variation variation, LogForm form)
      throws IOException {
    ObjectNode header = log.fileHeader().of(log, variation);
    header.remove("trace");
    header.remove("traces");
    form.declareIn(header);
    return header;
  }

  static ObjectNode traceHeader(OriginalLog log, Trace trace, Variation variation)
      throws IOException {
    ObjectNode header = trace.header().of(log, variation);
    if (log.form() == LogForm.CONTAINED) {
      header.remove("events");
      return header;
    }
    return (ObjectNode) header.get("trace");
  }

  private void openObject(ObjectNode members) throws IOException {
    piece.write(LogHeader.bytes(members));
    piece.removeLast();
    if (!members.isEmpty()) {
      piece.write(',');
    }
  }

  private void text(String text) {
    piece.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void hand() throws IOException {
    if (piece.length() > PIECE_BYTES) {
      end();
    }
  }
}
