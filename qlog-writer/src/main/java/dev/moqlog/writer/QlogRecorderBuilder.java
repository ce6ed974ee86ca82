package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.sampling.ForcedConnections;
import dev.moqlog.writer.sampling.ProbabilitySampler;
import dev.moqlog.writer.sampling.Sampler;
import dev.moqlog.writer.sampling.SamplingHash;
import dev.moqlog.writer.sampling.SamplingKey;
import dev.moqlog.writer.sampling.SamplingRate;
import dev.moqlog.writer.sampling.SpanSampler;
import dev.moqlog.writer.sampling.TraceRateLimit;
import dev.moqlog.writer.store.Compression;
import dev.moqlog.writer.store.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Makes a {@link QlogRecorder}. Every setting has a default that is fit for production, except that
 * all connections are recorded unless a {@linkplain #sampleRate rate} is set. Not thread-safe.
 */
public final class QlogRecorderBuilder {

  /** Below this a trace could not hold its header, some chunks of events, and its end. */
  static final long LEAST_TRACE_BYTES = 64 << 10;

  private final Path directory;
  private SamplingRate sampleRate = SamplingRate.ALWAYS;
  private SamplingKey samplingKey = SamplingKey.CONNECTION_ID;
  private byte[] seed;
  private boolean followSpan;
  private ForcedConnections forced;
  private Sampler sampler;
  private int maxOpenTraces = 1024;
  private int maxTracesPerMinute;
  private Profile profile = Profile.QVIS;
  private TraceFormat format = TraceFormat.JSON;
  private EventType.Importance importance = EventType.Importance.EXTRA;
  private final boolean[] leftOut = new boolean[EventType.values().length];
  private AddressPolicy addresses = AddressPolicy.PREFIX;
  private NamePolicy identifiers = NamePolicy.FULL;
  private NamePolicy names = NamePolicy.FULL;
  private long memoryBytes = 32L << 20;
  private Duration flushInterval = Duration.ofSeconds(1);
  private long maxTraceBytes = 64L << 20;
  private SizeLimitAction sizeLimitAction = SizeLimitAction.STOP;
  private long diskBudgetBytes = 1L << 30;
  private long minFreeBytes = 512L << 20;
  private Duration maxAge;
  private int maxOpenFiles = 256;
  private Compression compression = Compression.NONE;
  private boolean forceOnClose;
  private FlightRecorder flightRecorder;
  private LongSupplier nanoClock = System::nanoTime;
  private LongSupplier wallClockMicros = QlogRecorderBuilder::microsSince1970;
  private final List<TraceListener> listeners = new ArrayList<>();
  private boolean shutdownHook = true;

  QlogRecorderBuilder(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory");
  }

  /** The share of connections that are recorded; all of them by default. */
  public QlogRecorderBuilder sampleRate(SamplingRate rate) {
    sampleRate = Objects.requireNonNull(rate, "rate");
    return this;
  }

  /** The share of connections that are recorded, from 0 to 1. */
  public QlogRecorderBuilder sampleRate(double rate) {
    return sampleRate(SamplingRate.of(rate));
  }

  /** What the decision depends on; {@link SamplingKey#CONNECTION_ID} by default. */
  public QlogRecorderBuilder samplingKey(SamplingKey key) {
    samplingKey = Objects.requireNonNull(key, "key");
    return this;
  }

  /**
   * A secret that the decision depends on, so that no client can choose to be recorded or not; the
   * same on all servers whose decisions shall agree. It also keys the hashes of hidden names. None
   * by default.
   */
  public QlogRecorderBuilder sampleSeed(byte[] secret) {
    seed = secret.clone();
    return this;
  }

  /** As {@link #sampleSeed(byte[])} with the UTF-8 bytes of a text. */
  public QlogRecorderBuilder sampleSeed(String secret) {
    return sampleSeed(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Records a connection that belongs to a span if the span is sampled; off by default. */
  public QlogRecorderBuilder followSpan(boolean follow) {
    followSpan = follow;
    return this;
  }

  /**
   * Connections that are recorded whatever the rate, to be changed at any time; none by default.
   */
  public QlogRecorderBuilder forced(ForcedConnections connections) {
    forced = Objects.requireNonNull(connections, "connections");
    return this;
  }

  /** Decides in place of rate, key, seed and span; {@link #forced} is still asked first. */
  public QlogRecorderBuilder sampler(Sampler decider) {
    sampler = Objects.requireNonNull(decider, "decider");
    return this;
  }

  /**
   * So many traces may be open at once; 1024 by default. Each takes 16 KiB of {@link #memoryBytes}
   * while it records.
   */
  public QlogRecorderBuilder maxOpenTraces(int traces) {
    maxOpenTraces = positive(traces, "maxOpenTraces");
    return this;
  }

  /**
   * So many traces may be begun in a minute, forced ones not counted; no limit (0) by default, else
   * up to 1,000,000.
   */
  public QlogRecorderBuilder maxTracesPerMinute(int traces) {
    if (traces > TraceRateLimit.MAX_TRACES_PER_MINUTE) {
      throw new IllegalArgumentException(
          "maxTracesPerMinute must be at most "
              + TraceRateLimit.MAX_TRACES_PER_MINUTE
              + ": "
              + traces);
    }
    maxTracesPerMinute = (int) atLeast(traces, 0, "maxTracesPerMinute");
    return this;
  }

  /** The names that are written; {@link Profile#QVIS} by default. */
  public QlogRecorderBuilder profile(Profile names) {
    profile = Objects.requireNonNull(names, "names");
    return this;
  }

  /** The form of the files; {@link TraceFormat#JSON} by default. */
  public QlogRecorderBuilder format(TraceFormat form) {
    format = Objects.requireNonNull(form, "form");
    return this;
  }

  /** The least important events that are recorded; all by default. */
  public QlogRecorderBuilder importance(EventType.Importance least) {
    importance = Objects.requireNonNull(least, "least");
    return this;
  }

  /** Events that are not recorded, which the header of each trace will say. */
  public QlogRecorderBuilder leaveOut(EventType... types) {
    for (EventType type : types) {
      leftOut[type.ordinal()] = true;
    }
    return this;
  }

  /** How much of IP addresses is written; {@link AddressPolicy#PREFIX} by default. */
  public QlogRecorderBuilder addresses(AddressPolicy policy) {
    addresses = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * How much of connection ids is written; all by default. It holds for the names of directories,
   * too.
   */
  public QlogRecorderBuilder identifiers(NamePolicy policy) {
    identifiers = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** How much is written of track names, reason phrases and messages; all by default. */
  public QlogRecorderBuilder names(NamePolicy policy) {
    names = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Memory for events on their way to the disk; 32 MiB by default, 64 KiB at least, and less than
   * the heap.
   */
  public QlogRecorderBuilder memoryBytes(long bytes) {
    memoryBytes = inHeap(atLeast(bytes, 64 << 10, "memoryBytes"), "memoryBytes");
    return this;
  }

  /** How long an event may wait before it is in the file; 1 s by default, 40 ms to 1 day. */
  public QlogRecorderBuilder flushInterval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(40)) < 0) {
      throw new IllegalArgumentException("flushInterval must be at least 40 ms: " + interval);
    }
    if (interval.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("flushInterval must be at most a day: " + interval);
    }
    flushInterval = interval;
    return this;
  }

  /** How large the file of a trace may get; 64 MiB by default, 64 KiB at least. */
  public QlogRecorderBuilder maxTraceBytes(long bytes) {
    maxTraceBytes = atLeast(bytes, LEAST_TRACE_BYTES, "maxTraceBytes");
    return this;
  }

  /** What happens to a trace that gets as large; {@link SizeLimitAction#STOP} by default. */
  public QlogRecorderBuilder onSizeLimit(SizeLimitAction action) {
    sizeLimitAction = Objects.requireNonNull(action, "action");
    return this;
  }

  /** How much disk all traces may use; the oldest are deleted. 1 GiB by default. */
  public QlogRecorderBuilder diskBudgetBytes(long bytes) {
    diskBudgetBytes = atLeast(bytes, 1, "diskBudgetBytes");
    return this;
  }

  /** How much of the disk is left free; old traces are deleted for that. 512 MiB by default. */
  public QlogRecorderBuilder minFreeBytes(long bytes) {
    minFreeBytes = atLeast(bytes, 0, "minFreeBytes");
    return this;
  }

  /** How long traces are kept; as long as there is room (null) by default. */
  public QlogRecorderBuilder maxAge(Duration age) {
    if (age != null && (age.isNegative() || age.isZero())) {
      throw new IllegalArgumentException("maxAge must be positive: " + age);
    }
    if (age != null && age.compareTo(Duration.ofDays(36_500)) > 0) {
      throw new IllegalArgumentException("maxAge must be at most 36500 days: " + age);
    }
    maxAge = age;
    return this;
  }

  /** How many files are open at once, whatever the number of traces; 256 by default. */
  public QlogRecorderBuilder maxOpenFiles(int files) {
    maxOpenFiles = positive(files, "maxOpenFiles");
    return this;
  }

  /**
   * How traces are compressed after they were closed; not at all by default, because qvis does not
   * open compressed files.
   *
   * @throws IllegalArgumentException if the compression needs a library that is not there
   */
  public QlogRecorderBuilder compression(Compression method) {
    if (!method.isAvailable()) {
      throw new IllegalArgumentException(
          "compression " + method + " needs com.github.luben:zstd-jni on the class path");
    }
    compression = method;
    return this;
  }

  /** Whether a closed trace must survive a power failure; off by default. */
  public QlogRecorderBuilder forceOnClose(boolean force) {
    forceOnClose = force;
    return this;
  }

  /** Remembers connections that are not sampled until they turn bad; off (null) by default. */
  public QlogRecorderBuilder flightRecorder(FlightRecorder recorder) {
    if (recorder != null) {
      inHeap(recorder.budgetBytes(), "budgetBytes");
    }
    flightRecorder = recorder;
    return this;
  }

  /** The clock of the times that callers pass; {@link System#nanoTime} by default. */
  public QlogRecorderBuilder nanoClock(LongSupplier clock) {
    nanoClock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /** The clock of the date, in microseconds since 1970; the system's by default. */
  public QlogRecorderBuilder wallClockMicros(LongSupplier clock) {
    wallClockMicros = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /** Tells what happens to traces. */
  public QlogRecorderBuilder listener(TraceListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /** Whether the recorder is closed when the virtual machine ends; it is by default. */
  public QlogRecorderBuilder shutdownHook(boolean hook) {
    shutdownHook = hook;
    return this;
  }

  /**
   * Makes the recorder and starts its threads.
   *
   * @throws IOException if traces cannot be written to the directory, with the reason
   */
  public QlogRecorder build() throws IOException {
    return QlogRecorder.start(settings());
  }

  RecorderSettings settings() {
    boolean[] enabled = new boolean[leftOut.length];
    for (EventType type : EventType.values()) {
      enabled[type.ordinal()] =
          !leftOut[type.ordinal()] && type.importance().compareTo(importance) <= 0;
    }
    return new RecorderSettings(
        directory,
        allSamplers(),
        sampler == null ? sampleRate : null,
        maxTracesPerMinute == 0 ? null : TraceRateLimit.perMinute(maxTracesPerMinute, nanoClock),
        maxOpenTraces,
        profile,
        format,
        importance,
        enabled,
        new PrivacyPolicy(addresses, identifiers, names, seed),
        memoryBytes,
        flushInterval,
        maxTraceBytes,
        sizeLimitAction,
        new Limits(diskBudgetBytes, minFreeBytes, maxAge),
        maxOpenFiles,
        compression,
        forceOnClose,
        flightRecorder,
        nanoClock,
        wallClockMicros,
        List.copyOf(listeners),
        shutdownHook);
  }

  private List<Sampler> allSamplers() {
    List<Sampler> samplers = new ArrayList<>();
    if (forced != null) {
      samplers.add(forced);
    }
    if (sampler != null) {
      samplers.add(sampler);
    } else {
      if (followSpan) {
        samplers.add(SpanSampler.instance());
      }
      SamplingHash hash =
          seed == null || seed.length == 0 ? SamplingHash.unkeyed() : SamplingHash.keyed(seed);
      samplers.add(ProbabilitySampler.of(sampleRate, hash, samplingKey));
    }
    return List.copyOf(samplers);
  }

  private static long inHeap(long bytes, String name) {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes >= heap) {
      throw new IllegalArgumentException(
          name + " must be less than the heap of " + heap + " bytes: " + bytes);
    }
    return bytes;
  }

  private static int positive(int value, String name) {
    return (int) atLeast(value, 1, name);
  }

  private static long atLeast(long value, long least, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
    return value;
  }

  private static long microsSince1970() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
  }

  /** The settings that are not secret, for a line of the log. */
  @Override
  public String toString() {
    return "qlog to "
        + directory
        + ", rate "
        + sampleRate
        + ", "
        + Arrays.toString(new Object[] {profile, format, importance})
        + (flightRecorder == null ? "" : ", flight recorder on");
  }
}
