package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A series as bytes, to be restored by this or a later version of the program. A checksum at the
 * end tells damage, so that no wrong number is ever taken for one that was counted.
 */
final class SavedSeries {

  private static final int VERSION = 1;
  private static final String DAMAGED = "a saved series is damaged";

  /** More than any sum that long counts of long values come to. */
  private static final int MAX_TOTAL_BYTES = 24;

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
      byte[] total = series.total().toByteArray();
      out.writeByte(total.length);
      out.write(total);
      out.writeInt(series.buckets().size());
      for (long bucket : series.buckets()) {
        out.writeLong(bucket);
      }
      out.writeInt(series.exemplars().size());
      for (Optional<MetricExemplar> exemplar : series.exemplars()) {
        write(exemplar, out);
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
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
    if (saved.length == 0 || saved[0] != VERSION) {
      throw new IOException("a series was saved by another version of the program, or is damaged");
    }
    int length = saved.length - Integer.BYTES;
    if (length < 1 || ByteBuffer.wrap(saved).getInt(length) != checksum(saved, length)) {
      throw new IOException(DAMAGED);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved, 1, length - 1))) {
      return read(in);
    } catch (EOFException | UTFDataFormatException e) {
      throw new IOException(DAMAGED, e);
    }
  }

  private static MetricSeries read(DataInputStream in) throws IOException {
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
    BigInteger total = total(metric, in);
    List<Long> buckets = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      buckets.add(in.readLong());
    }
    List<Optional<MetricExemplar>> exemplars = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      exemplars.add(readExemplar(in));
    }
    if (in.read() >= 0 || buckets.stream().anyMatch(count -> count < 0)) {
      throw new IOException(DAMAGED);
    }
    return new MetricSeries(metric, attributes.build(), total, buckets, exemplars);
  }

  private static BigInteger total(TelemetryMetric metric, DataInputStream in) throws IOException {
    int length = in.readByte();
    if (length > 0 && length <= MAX_TOTAL_BYTES) {
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      BigInteger total = new BigInteger(bytes);
      boolean single = total.bitLength() < Long.SIZE;
      boolean growing = total.signum() >= 0 && total.bitLength() < 2 * Long.SIZE - 1;
      if (metric.kind() == Kind.GAUGE ? single : growing) {
        return total;
      }
    }
    throw new IOException(DAMAGED);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
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
