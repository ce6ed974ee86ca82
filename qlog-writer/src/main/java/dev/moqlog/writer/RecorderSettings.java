package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.sampling.Sampler;
import dev.moqlog.writer.sampling.SamplingRate;
import dev.moqlog.writer.sampling.TraceRateLimit;
import dev.moqlog.writer.store.Compression;
import dev.moqlog.writer.store.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** What a {@link QlogRecorderBuilder} has collected, for all of a recorder. Immutable. */
record RecorderSettings(
    Path directory,
    List<Sampler> samplers,
    SamplingRate sampleRate,
    TraceRateLimit rateLimit,
    int maxOpenTraces,
    Profile profile,
    TraceFormat format,
    EventType.Importance importance,
    boolean[] enabled,
    PrivacyPolicy privacy,
    long memoryBytes,
    Duration flushInterval,
    long maxTraceBytes,
    SizeLimitAction sizeLimitAction,
    Limits limits,
    int maxOpenFiles,
    Compression compression,
    boolean forceOnClose,
    FlightRecorder flightRecorder,
    LongSupplier nanoClock,
    LongSupplier wallClockMicros,
    List<TraceListener> listeners,
    boolean shutdownHook) {

  boolean records(EventType type) {
    return enabled[type.ordinal()];
  }
}
