package dev.moqlog.cli.otlp;

import dev.moqlog.analyzer.telemetry.ConnectionTrace;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives the span of a connection the ids that it has for good, and any other new ones. */
final class ConnectionIds implements IdGenerator {

  private final IdGenerator random = IdGenerator.random();

  @Override
  public String generateSpanId() {
    ConnectionTrace trace = ConnectionTrace.in(Context.current());
    return trace == null ? random.generateSpanId() : trace.analysed().getSpanId();
  }

  @Override
  public String generateTraceId() {
    ConnectionTrace trace = ConnectionTrace.in(Context.current());
    return trace == null ? random.generateTraceId() : trace.analysed().getTraceId();
  }
}
