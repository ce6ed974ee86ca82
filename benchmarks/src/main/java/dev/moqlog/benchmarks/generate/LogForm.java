package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How the events of a log are packed. */
enum LogForm {
  /** One JSON text with traces, and their events in arrays. */
  CONTAINED("json", ".qlog", "JSON", "contained", "application/qlog+json"),
  /** JSON text sequences (RFC 7464). */
  SEQUENCE("seq", ".sqlog", "JSON-SEQ", "sequential", "application/qlog+json-seq"),
  /** An object a line. */
  LINES("ndjson", ".qlog", "NDJSON", "sequential", "application/qlog+ndjson");

  private static final String FILE_SCHEMA = "file_schema";
  private static final String SERIALIZATION_FORMAT = "serialization_format";
  private static final String QLOG_FORMAT = "qlog_format";

  private final String label;
  private final String suffix;
  private final String qlogFormat;
  private final String schema;
  private final String mediaType;

  LogForm(String label, String suffix, String qlogFormat, String schema, String mediaType) {
    this.label = label;
    this.suffix = suffix;
    this.qlogFormat = qlogFormat;
    this.schema = schema;
    this.mediaType = mediaType;
  }

  static LogForm of(String label) {
    return Arrays.stream(values())
        .filter(form -> form.label.equals(label))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--form must be one of native, "
                        + Arrays.stream(values())
                            .map(form -> form.label)
                            .collect(Collectors.joining(", "))
                        + ": "
                        + label));
  }

  /** What a file of this form is named. */
  String suffix() {
    return suffix;
  }

  /** Makes the header of a file say that it is of this form, in the words it uses. */
  void declareIn(ObjectNode header) {
    if (header.has(QLOG_FORMAT)) {
      header.put(QLOG_FORMAT, qlogFormat);
    }
    if (header.has(FILE_SCHEMA)) {
      header.put(FILE_SCHEMA, "urn:ietf:params:qlog:file:" + schema);
    }
    if (header.has(SERIALIZATION_FORMAT)) {
      header.put(SERIALIZATION_FORMAT, mediaType);
    }
  }
}
