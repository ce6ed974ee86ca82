package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A series as bytes, to be restored by this or a later version of the program. */
final class SavedSeries {

  private static final int VERSION = 1;

  private SavedSeries() {}

  /** What the series is called among all others. */
  static String key(TelemetryMetric metric, Attributes attributes) {
    return metric.otelName() + attributes;
  }

  static byte[] write(MetricSeries series) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(series.metric().otelName());
      out.writeInt(series.attributes().size());
      for (var attribute : series.attributes().asMap().entrySet()) {
        out.writeUTF(attribute.getKey().getKey());
        out.writeUTF(attribute.getValue().toString());
      }
      List<Double> bounds = series.metric().boundaries();
      out.writeInt(bounds.size());
      for (double bound : bounds) {
        out.writeDouble(bound);
      }
      out.writeLong(series.value());
      out.writeInt(series.buckets().size());
      for (long bucket : series.buckets()) {
        out.writeLong(bucket);
      }
      out.writeInt(series.exemplars().size());
      for (Optional<MetricExemplar> exemplar : series.exemplars()) {
        write(exemplar, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Optional<MetricExemplar> exemplar, DataOutputStream out)
      throws IOException {
    out.writeBoolean(exemplar.isPresent());
    if (exemplar.isPresent()) {
      out.writeLong(exemplar.get().value());
      out.writeUTF(exemplar.get().traceId());
      out.writeUTF(exemplar.get().spanId());
      out.writeUTF(exemplar.get().connectionId());
      out.writeLong(exemplar.get().timeMillis());
    }
  }

  static MetricSeries read(byte[] saved) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException("a series was saved by another version of the program");
      }
      TelemetryMetric metric = metric(in.readUTF());
      AttributesBuilder attributes = Attributes.builder();
      for (int left = in.readInt(); left > 0; left--) {
        attributes.put(AttributeKey.stringKey(in.readUTF()), in.readUTF());
      }
      List<Double> bounds = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        bounds.add(in.readDouble());
      }
      if (!bounds.equals(metric.boundaries())) {
        throw new IOException(metric.otelName() + " was saved with other buckets");
      }
      long value = in.readLong();
      List<Long> buckets = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        buckets.add(in.readLong());
      }
      List<Optional<MetricExemplar>> exemplars = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        exemplars.add(readExemplar(in));
      }
      return new MetricSeries(metric, attributes.build(), value, buckets, exemplars);
    }
  }

  private static TelemetryMetric metric(String otelName) throws IOException {
    return Arrays.stream(TelemetryMetric.values())
        .filter(metric -> metric.otelName().equals(otelName))
        .findFirst()
        .orElseThrow(() -> new IOException("the metric " + otelName + " is unknown"));
  }

  private static Optional<MetricExemplar> readExemplar(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(
            new MetricExemplar(
                in.readLong(), in.readUTF(), in.readUTF(), in.readUTF(), in.readLong()))
        : Optional.empty();
  }
}
