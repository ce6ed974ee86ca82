package dev.moqlog.cli;

/** The formats of output over many connections. */
enum OutputFormat {
  /** For people. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** One JSON object a line. */
  NDJSON,
  /** Comma-separated values. */
  CSV;

  /** Whether it has no place for what could not be read. */
  boolean rowsOnly() {
    return this == NDJSON || this == CSV;
  }
}
