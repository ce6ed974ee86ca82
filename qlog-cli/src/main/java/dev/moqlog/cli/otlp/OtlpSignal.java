package dev.moqlog.cli.otlp;

import java.util.Locale;

/** What OTLP carries, each to a path of its own. */
enum OtlpSignal {
  TRACES("spans"),
  LOGS("log records"),
  METRICS("metric points");

  private final String items;

  OtlpSignal(String items) {
    this.items = items;
  }

  /** Its name in the names of settings, and in the path of an endpoint. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is counted. */
  String items() {
    return items;
  }
}
