package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.DistributionSummary;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Members of JSON objects in the units of the contract; what is unknown is left out. */
final class JsonValues {

  private static final String SAMPLES = "samples";

  private final JsonGenerator json;

  JsonValues(JsonGenerator json) {
    this.json = json;
  }

  void number(String name, long value) throws IOException {
    json.writeNumberField(name, value);
  }

  void number(String name, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsLong());
    }
  }

  void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  void truth(String name, boolean value) throws IOException {
    json.writeBooleanField(name, value);
  }

  void truth(String name, Optional<Boolean> value) throws IOException {
    if (value.isPresent()) {
      json.writeBooleanField(name, value.get());
    }
  }

  void millis(String name, long nanos) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Text.millis(nanos));
  }

  void millis(String name, OptionalLong nanos) throws IOException {
    if (nanos.isPresent()) {
      millis(name, nanos.getAsLong());
    }
  }

  void ratio(String name, double ratio) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Text.ratio(ratio));
  }

  void ratio(String name, OptionalDouble ratio) throws IOException {
    if (ratio.isPresent()) {
      ratio(name, ratio.getAsDouble());
    }
  }

  /** A distribution of times in nanoseconds, as milliseconds. */
  void distributionMillis(String name, Optional<DistributionSummary> nanos) throws IOException {
    distributionMillis(name, SAMPLES, nanos);
  }

  /**
   * A distribution of times in nanoseconds, as milliseconds.
   *
   * @param samplesName what the contract calls the number of samples
   */
  void distributionMillis(String name, String samplesName, Optional<DistributionSummary> nanos)
      throws IOException {
    distribution(name, samplesName, nanos, this::millis);
  }

  /** A distribution of counts or bytes, as they are. */
  void distribution(String name, Optional<DistributionSummary> numbers) throws IOException {
    distribution(name, SAMPLES, numbers, this::number);
  }

  /** Writes a value in its unit. */
  private interface Value {
    void write(String name, long value) throws IOException;
  }

  private void distribution(
      String name, String samplesName, Optional<DistributionSummary> values, Value value)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    DistributionSummary distribution = values.get();
    json.writeObjectFieldStart(name);
    number(samplesName, distribution.samples());
    value.write("min", distribution.min());
    value.write("mean", distribution.mean());
    value.write("p50", distribution.p50());
    value.write("p90", distribution.p90());
    value.write("p95", distribution.p95());
    value.write("p99", distribution.p99());
    value.write("max", distribution.max());
    json.writeEndObject();
  }
}
