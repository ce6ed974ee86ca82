package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.sampling.SamplingKey;
import dev.moqlog.writer.sampling.SamplingRate;
import dev.moqlog.writer.store.Compression;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The environment variables that configure a recorder, each with the builder's method that it
 * stands for. A value that cannot be understood is never replaced by another: it turns capture off.
 */
public enum EnvironmentVariable {
  ENABLED("false", "true captures; nothing is captured otherwise", (builder, value) -> {}),
  SAMPLE_RATE(
      "0.1",
      "share of connections that are captured: 0 to 1, or 1%",
      (builder, value) -> builder.sampleRate(SamplingRate.parse(value))),
  DIR("qlog", "where the traces go; falls back to QLOGDIR", (builder, value) -> {}),
  SAMPLE_SEED(
      "",
      "secret that sampling depends on, the same on all servers that shall agree",
      QlogRecorderBuilder::sampleSeed),
  SAMPLE_KEY(
      "connection_id",
      "what decides: connection_id or trace_id",
      (builder, value) -> builder.samplingKey(word(SamplingKey.class, value))),
  FOLLOW_SPAN(
      "false",
      "capture what belongs to a sampled span",
      (builder, value) -> builder.followSpan(bool(value))),
  FLIGHT_RECORDER(
      "false",
      "remember unsampled connections and write them when they turn bad: true, false, or its"
          + " memory, such as 64MiB",
      (builder, value) -> builder.flightRecorder(flight(value))),
  IMPORTANCE(
      "extra",
      "least important events that are captured: core, base or extra",
      (builder, value) -> builder.importance(word(EventType.Importance.class, value))),
  MAX_TRACE_BYTES(
      "64MiB", "size limit of a trace", (builder, value) -> builder.maxTraceBytes(bytes(value))),
  ON_SIZE_LIMIT(
      "stop",
      "what happens at that limit: stop, rotate or demote",
      (builder, value) -> builder.onSizeLimit(word(SizeLimitAction.class, value))),
  DISK_BUDGET(
      "1GiB",
      "size limit of all traces; the oldest are deleted",
      (builder, value) -> builder.diskBudgetBytes(bytes(value))),
  MIN_FREE(
      "512MiB",
      "disk space that is left free",
      (builder, value) -> builder.minFreeBytes(bytes(value))),
  MAX_AGE(
      "",
      "how long traces are kept, such as 12h or 7d",
      (builder, value) -> builder.maxAge(duration(value))),
  MAX_OPEN_TRACES(
      "1024",
      "traces that are open at once",
      (builder, value) -> builder.maxOpenTraces(number(value))),
  MAX_TRACES_PER_MINUTE(
      "0",
      "traces begun in a minute; 0 for no limit",
      (builder, value) -> builder.maxTracesPerMinute(number(value))),
  MEMORY(
      "32MiB",
      "memory for events on their way to the disk",
      (builder, value) -> builder.memoryBytes(bytes(value))),
  FLUSH_INTERVAL(
      "1s",
      "how long an event may wait before it is in the file",
      (builder, value) -> builder.flushInterval(duration(value))),
  COMPRESSION(
      "none",
      "of closed traces: none, gzip or zstd",
      (builder, value) -> builder.compression(word(Compression.class, value))),
  FORMAT(
      "json",
      "json (trace.json) or json_seq (trace.sqlog)",
      (builder, value) -> builder.format(word(TraceFormat.class, value))),
  PROFILE(
      "qvis",
      "names that are written: qvis (qlog 0.3) or ietf (current drafts)",
      (builder, value) -> builder.profile(word(Profile.class, value))),
  ADDRESSES(
      "prefix",
      "how much of IP addresses is written: full, prefix, hash or none",
      (builder, value) -> builder.addresses(word(AddressPolicy.class, value))),
  IDENTIFIERS(
      "full",
      "how much of connection ids is written: full, hash or none",
      (builder, value) -> builder.identifiers(word(NamePolicy.class, value))),
  NAMES(
      "full",
      "how much of track names, reasons and messages is written: full, hash or none",
      (builder, value) -> builder.names(word(NamePolicy.class, value))),
  FSYNC(
      "false",
      "whether a closed trace must survive a power failure",
      (builder, value) -> builder.forceOnClose(bool(value)));

  static final SamplingRate DEFAULT_RATE = SamplingRate.parse("0.1");

  private static final String PREFIX = "MOQ_QLOG_";
  private static final int LONGEST_SHOWN = 100;

  private final String defaultValue;
  private final String meaning;
  private final BiConsumer<QlogRecorderBuilder, String> setter;

  EnvironmentVariable(
      String defaultValue, String meaning, BiConsumer<QlogRecorderBuilder, String> setter) {
    this.defaultValue = defaultValue;
    this.meaning = meaning;
    this.setter = setter;
  }

  /** The full name, such as {@code MOQ_QLOG_SAMPLE_RATE}. */
  public String variableName() {
    return PREFIX + name();
  }

  /** What holds if the variable is not set; empty for nothing. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What it means, in a few words. */
  public String meaning() {
    return meaning;
  }

  /**
   * Sets the builder as the value asks for.
   *
   * @throws IllegalArgumentException naming the variable, its value and what is allowed
   */
  void apply(QlogRecorderBuilder builder, String value) {
    try {
      setter.accept(builder, value.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      String shown = this == SAMPLE_SEED ? "(secret)" : shown(value);
      throw new IllegalArgumentException(
          variableName() + "=" + shown + " is not valid: " + e.getMessage());
    }
  }

  static boolean bool(String name, String value) {
    try {
      return bool(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + "=" + shown(value) + " is not valid: " + e.getMessage());
    }
  }

  /** The value as it fits into one line of a log. */
  private static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }

  private static boolean bool(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new IllegalArgumentException("it must be true or false");
    };
  }

  private static FlightRecorder flight(String value) {
    if (value.isEmpty() || !Character.isDigit(value.charAt(0)) || value.length() == 1) {
      return bool(value) ? FlightRecorder.DEFAULT : null;
    }
    return FlightRecorder.DEFAULT.withBudgetBytes(bytes(value));
  }

  private static <E extends Enum<E>> E word(Class<E> type, String value) {
    String wanted = value.replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(wanted)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "it must be "
            + Arrays.stream(type.getEnumConstants())
                .map(Environment::lower)
                .collect(Collectors.joining(", or ")));
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it must be a whole number");
    }
  }

  private static long bytes(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    int digits = digits(lower);
    long factor =
        switch (lower.substring(digits).strip()) {
          case "", "b" -> 1L;
          case "k", "kib" -> 1L << 10;
          case "m", "mib" -> 1L << 20;
          case "g", "gib" -> 1L << 30;
          case "t", "tib" -> 1L << 40;
          case "kb" -> 1_000L;
          case "mb" -> 1_000_000L;
          case "gb" -> 1_000_000_000L;
          case "tb" -> 1_000_000_000_000L;
          default -> 0L;
        };
    if (digits == 0 || digits > 18 || factor == 0) {
      throw new IllegalArgumentException("it must be a size, such as 1048576, 64MiB or 2GB");
    }
    return Math.multiplyExact(Long.parseLong(lower.substring(0, digits)), factor);
  }

  private static Duration duration(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    int digits = digits(lower);
    if (digits == 0 || digits > 18) {
      throw new IllegalArgumentException("it must be a time, such as 500ms, 1s, 12h or 7d");
    }
    long amount = Long.parseLong(lower.substring(0, digits));
    return switch (lower.substring(digits).strip()) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m", "min" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default ->
          throw new IllegalArgumentException("it must be a time, such as 500ms, 1s, 12h or 7d");
    };
  }

  private static int digits(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
