package dev.moqlog.benchmarks.analyzer;

import java.nio.file.Path;

/** Real logs in the repository that are measured, one a stack and form. */
enum BenchmarkLog {
  AIOQUIC_JSON("qlog-analyzer/src/test/resources/stacks/aioquic__multi3__server.qlog.gz", "json"),
  NGTCP2_JSON(
      "qlog-analyzer/src/test/resources/diagnosis/ngtcp2__rate_droptail__server.sqlog.gz", "json"),
  NGTCP2_SEQ(
      "qlog-analyzer/src/test/resources/diagnosis/ngtcp2__rate_droptail__server.sqlog.gz", "seq"),
  NOQ_SEQ("qlog-analyzer/src/test/resources/stacks/noq__multi3__server3.qlog.gz", "seq"),
  QUIC_GO_JSON(
      "qlog-analyzer/src/test/resources/stacks/quic-go__reorder_only__server.sqlog.gz", "json"),
  QUIC_GO_SEQ(
      "qlog-analyzer/src/test/resources/stacks/quic-go__reorder_only__server.sqlog.gz", "seq"),
  QUIC_GO_SEQ_GZ(
      "qlog-analyzer/src/test/resources/stacks/quic-go__reorder_only__server.sqlog.gz", "gz"),
  QUIC_GO_037_NDJSON("samples/qlog/f4afe7b8bf09e214d5f556cde43de8938f/server.qlog.gz", "ndjson"),
  QUICHE_SEQ(
      "qlog-analyzer/src/test/resources/stacks/quiche__reorder_only__client.sqlog.gz", "seq"),
  QUINN_SEQ("qlog-analyzer/src/test/resources/stacks/quinn__multi3__server.sqlog.gz", "seq");

  private final String path;
  private final String form;

  BenchmarkLog(String path, String form) {
    this.path = path;
    this.form = form;
  }

  /** The real log. */
  Path original() {
    return Path.of(System.getProperty("moqlog.root", "."), path);
  }

  /** The form in which it is measured, as the generator names it. */
  String form() {
    return form;
  }

  boolean compressed() {
    return form.equals("gz");
  }
}
