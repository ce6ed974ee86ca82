package dev.moqlog.cli.otlp;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** The SDK's queues, into which nothing is put that they would drop. */
final class OtlpQueues {

  private OtlpQueues() {}

  /**
   * Spans before they are exported.
   *
   * @param queue where they wait
   */
  record Spans(SpanProcessor queue, OtlpDelivery delivery) implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      queue.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
      return queue.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (span.getSpanContext().isSampled() && delivery.admit(queue::forceFlush)) {
        queue.onEnd(span);
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public CompletableResultCode shutdown() {
      return queue.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
      return queue.forceFlush();
    }
  }

  /**
   * Log records before they are exported.
   *
   * @param queue where they wait
   */
  record Logs(LogRecordProcessor queue, OtlpDelivery delivery) implements LogRecordProcessor {

    @Override
    public void onEmit(Context context, ReadWriteLogRecord logRecord) {
      if (delivery.admit(queue::forceFlush)) {
        queue.onEmit(context, logRecord);
      }
    }

    @Override
    public CompletableResultCode shutdown() {
      return queue.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
      return queue.forceFlush();
    }
  }
}
