package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.StreamSummary;
import dev.moqlog.analyzer.summary.StreamsSummary;
import java.io.IOException;

/** Streams, as members of JSON objects. */
final class StreamsJson {

  private final JsonGenerator json;
  private final JsonValues values;

  StreamsJson(JsonGenerator json) {
    this.json = json;
    this.values = new JsonValues(json);
  }

  /**
   * The streams of a connection.
   *
   * @param connection to whose first event times are relative
   */
  void streams(ConnectionSummary connection, StreamsSummary streams) throws IOException {
    json.writeObjectFieldStart("streams");
    json.writeStringField("source", StreamsSummary.SOURCE);
    values.number("client_bidirectional", streams.clientBidirectional());
    values.number("server_bidirectional", streams.serverBidirectional());
    values.number("client_unidirectional", streams.clientUnidirectional());
    values.number("server_unidirectional", streams.serverUnidirectional());
    values.number("bytes_sent", streams.bytesSent());
    values.number("unique_bytes_sent", streams.uniqueBytesSent());
    values.number("bytes_received", streams.bytesReceived());
    values.number("unique_bytes_received", streams.uniqueBytesReceived());
    values.number("fins_sent", streams.finsSent());
    values.number("fins_received", streams.finsReceived());
    values.number("resets_sent", streams.resetsSent());
    values.number("resets_received", streams.resetsReceived());
    values.number("stops_sent", streams.stopsSent());
    values.number("stops_received", streams.stopsReceived());
    values.number("largest_concurrency", streams.largestConcurrency());
    values.distributionMillis("duration_ms", streams.durationNanos());
    values.distributionMillis("fin_acked_ms", streams.finAckedNanos());
    values.number("head_of_line_streams", streams.headOfLineStreams());
    values.millis("head_of_line_ms", streams.headOfLineNanos());
    values.millis("longest_head_of_line_ms", streams.longestHeadOfLineNanos());
    json.writeArrayFieldStart("largest");
    for (StreamSummary stream : streams.streams()) {
      json.writeStartObject();
      stream(connection, stream);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void stream(ConnectionSummary connection, StreamSummary stream) throws IOException {
    values.number("stream_id", stream.id());
    values.millis("opened_ms", connection.sinceStartNanos(stream.openedNanos()));
    values.millis("last_ms", connection.sinceStartNanos(stream.lastNanos()));
    values.number("offset", stream.firstOffset());
    values.number("bytes_sent", stream.bytesSent());
    values.number("bytes_retransmitted", stream.bytesRetransmitted());
    values.number("bytes_received", stream.bytesReceived());
    values.number(
        "duplicate_bytes_received", stream.bytesReceived() - stream.uniqueBytesReceived());
    json.writeBooleanField("fin_sent", stream.finSent());
    json.writeBooleanField("fin_received", stream.finReceived());
    values.number("final_size", stream.finalSize());
    values.number("reset_sent_code", stream.resetSentCode());
    values.number("reset_received_code", stream.resetReceivedCode());
    values.number("stop_sent_code", stream.stopSentCode());
    values.number("stop_received_code", stream.stopReceivedCode());
    values.millis("fin_acked_ms", stream.finAckedNanos());
    values.millis("head_of_line_ms", stream.headOfLineNanos());
    values.millis("longest_head_of_line_ms", stream.longestHeadOfLineNanos());
  }
}
