package dev.moqlog.benchmarks.writer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to only encode the same event with Jackson: the bytes go nowhere, no other thread
 * takes part.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BaselineBenchmark {

  /** The events to encode. */
  @State(Scope.Thread)
  public static class Events {

    private long nanos;
    private long packetNumber = SampleEvent.FIRST_PACKET;

    void next() {
      nanos += SampleEvent.INTERVAL_NANOS;
      packetNumber++;
    }
  }

  /** Generators that have been used before. */
  @State(Scope.Thread)
  public static class Generators {

    private JacksonEncoder integerTimes;
    private JacksonEncoder doubleTimes;

    /** Makes them. */
    @Setup
    public void open() {
      integerTimes = new JacksonEncoder(OutputStream.nullOutputStream(), false);
      doubleTimes = new JacksonEncoder(OutputStream.nullOutputStream(), true);
    }
  }

  /** A writer of objects. */
  @State(Scope.Thread)
  public static class Databind {

    private ObjectWriter writer;
    private JsonGenerator out;

    /** Makes it. */
    @Setup
    public void open() throws IOException {
      writer = PacketSent.writer();
      out = writer.createGenerator(OutputStream.nullOutputStream());
    }
  }

  /** A generator in use for long, with times that are not doubles. All ratios are to this one. */
  @Benchmark
  public void jacksonGenerator(Generators generators, Events events) throws IOException {
    events.next();
    generators.integerTimes.encode(events.nanos, events.packetNumber);
  }

  /** The same with doubles. */
  @Benchmark
  public void jacksonGeneratorDoubles(Generators generators, Events events) throws IOException {
    events.next();
    generators.doubleTimes.encode(events.nanos, events.packetNumber);
  }

  /** A tree of records is made for each event and written by databind. */
  @Benchmark
  public void jacksonDatabind(Databind databind, Events events) throws IOException {
    events.next();
    databind.writer.writeValue(databind.out, PacketSent.of(events.nanos, events.packetNumber));
  }
}
