package dev.moqlog.samples.telemetry.net;

import java.util.HashMap;
import java.util.Map;

/** All streams that an end receives. */
final class Inbox {

  private final Map<Long, ReceiveStream> streams = new HashMap<>();
  private final TransportTotals totals;
  private final StreamHandler handler;

  Inbox(TransportTotals totals, StreamHandler handler) {
    this.totals = totals;
    this.handler = handler;
  }

  private ReceiveStream of(SendStream sender) {
    return streams.computeIfAbsent(sender.id(), any -> new ReceiveStream());
  }

  void take(Frame.StreamData data) {
    ReceiveStream stream = of(data.stream());
    totals.receivedOnce(stream.take(data));
    stream.handOn(data.stream(), message -> handler.message(data.stream().id(), message));
  }

  void take(Frame.Reset reset) {
    if (of(reset.stream()).reset()) {
      handler.reset(reset.stream().id());
    }
  }
}
