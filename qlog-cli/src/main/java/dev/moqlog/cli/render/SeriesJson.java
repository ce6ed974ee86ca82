package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.TimeSeries;
import dev.moqlog.analyzer.summary.TimeSeries.Bucket;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A connection over time, as a JSON object of columns. */
final class SeriesJson {

  private final JsonGenerator json;

  SeriesJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * The series of a connection.
   *
   * @param connection to whose first event its start is relative
   */
  void series(ConnectionSummary connection, TimeSeries series) throws IOException {
    JsonValues values = new JsonValues(json);
    json.writeObjectFieldStart("series");
    values.millis("bucket_ms", series.widthNanos());
    values.millis("start_ms", connection.sinceStartNanos(series.startNanos(0)));
    List<Bucket> buckets = series.buckets();
    numbers("packets_sent", buckets, Bucket::packetsSent);
    numbers("bytes_sent", buckets, Bucket::bytesSent);
    numbers("packets_received", buckets, Bucket::packetsReceived);
    numbers("bytes_received", buckets, Bucket::bytesReceived);
    numbers("acknowledged_bytes", buckets, Bucket::acknowledgedBytes);
    numbers("new_bytes_received", buckets, Bucket::newBytesReceived);
    numbers("packets_lost", buckets, Bucket::packetsLost);
    numbers("bytes_retransmitted", buckets, Bucket::bytesRetransmitted);
    millis("rtt_min_ms", buckets, Bucket::rttMinNanos);
    millis(
        "rtt_mean_ms",
        buckets,
        bucket ->
            bucket.rttMeanNanos().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(bucket.rttMeanNanos().getAsDouble())));
    millis("rtt_max_ms", buckets, Bucket::rttMaxNanos);
    levels("window_bytes", buckets, Bucket::windowBytes);
    levels("in_flight_bytes", buckets, Bucket::inFlightBytes);
    json.writeEndObject();
  }

  private void numbers(String name, List<Bucket> buckets, ToLongFunction<Bucket> value)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Bucket bucket : buckets) {
      json.writeNumber(value.applyAsLong(bucket));
    }
    json.writeEndArray();
  }

  private void levels(String name, List<Bucket> buckets, Function<Bucket, OptionalLong> value)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Bucket bucket : buckets) {
      OptionalLong level = value.apply(bucket);
      if (level.isPresent()) {
        json.writeNumber(level.getAsLong());
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }

  private void millis(String name, List<Bucket> buckets, Function<Bucket, OptionalLong> nanos)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Bucket bucket : buckets) {
      OptionalLong value = nanos.apply(bucket);
      if (value.isPresent()) {
        json.writeNumber(Text.millis(value.getAsLong()));
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }
}
