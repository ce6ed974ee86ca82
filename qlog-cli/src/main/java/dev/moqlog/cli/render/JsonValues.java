package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.Spread;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Members of JSON objects in the units of the contract; what is unknown is left out. */
final class JsonValues {

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

  void millis(String name, long nanos) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Text.millis(nanos));
  }

  void millis(String name, OptionalLong nanos) throws IOException {
    if (nanos.isPresent()) {
      millis(name, nanos.getAsLong());
    }
  }

  void ratio(String name, OptionalDouble ratio) throws IOException {
    if (ratio.isPresent()) {
      json.writeFieldName(name);
      json.writeNumber(Text.ratio(ratio.getAsDouble()));
    }
  }

  /** A spread of times, in milliseconds. */
  void millis(String name, Optional<Spread> spread) throws IOException {
    if (spread.isPresent()) {
      json.writeObjectFieldStart(name);
      number("samples", spread.get().samples());
      millis("min", spread.get().min());
      millis("mean", spread.get().mean());
      millis("p50", spread.get().p50());
      millis("p95", spread.get().p95());
      millis("max", spread.get().max());
      json.writeEndObject();
    }
  }

  /** A spread of counts. */
  void numbers(String name, Optional<Spread> spread) throws IOException {
    if (spread.isPresent()) {
      json.writeObjectFieldStart(name);
      number("samples", spread.get().samples());
      number("min", spread.get().min());
      number("mean", spread.get().mean());
      number("p50", spread.get().p50());
      number("p95", spread.get().p95());
      number("max", spread.get().max());
      json.writeEndObject();
    }
  }
}
