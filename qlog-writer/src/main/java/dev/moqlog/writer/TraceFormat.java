package dev.moqlog.writer;

/** The form of a trace file. */
public enum TraceFormat {
  /** One JSON object, complete after every write: {@code trace.json}. What qvis opens best. */
  JSON,
  /** JSON text sequences (RFC 7464): {@code trace.sqlog}. What can be followed with tail. */
  JSON_SEQ
}
