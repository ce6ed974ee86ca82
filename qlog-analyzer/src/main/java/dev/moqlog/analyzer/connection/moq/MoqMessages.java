package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.MoqFields;
import dev.moqlog.analyzer.summary.MoqSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Counts control messages by type, and learns from setup messages which draft is spoken. */
final class MoqMessages {

  static final int MAX_TYPES = 64;

  private final Map<String, long[]> counts = new LinkedHashMap<>();
  private String alpn;
  private long selectedVersion = ABSENT;
  private long createdNanos = ABSENT;
  private long parsedNanos = ABSENT;

  /** The application protocol that was negotiated (RFC 7301); null is ignored. */
  void chosenAlpn(String chosen) {
    alpn = chosen == null ? alpn : chosen;
  }

  /**
   * A control message.
   *
   * @return its type, {@code unknown} if not logged
   */
  String message(MoqFields fields, boolean created, long nanos) {
    String type = fields.messageType() == null ? "unknown" : fields.messageType();
    if (counts.size() < MAX_TYPES || counts.containsKey(type)) {
      counts.computeIfAbsent(type, any -> new long[2])[created ? 0 : 1]++;
    }
    switch (type) {
      case "setup", "client_setup", "server_setup" -> setup(fields, created, nanos);
      default -> {}
    }
    return type;
  }

  private void setup(MoqFields fields, boolean created, long nanos) {
    if (fields.selectedVersion() != ABSENT) {
      selectedVersion = fields.selectedVersion();
    }
    if (created && createdNanos == ABSENT) {
      createdNanos = nanos;
    } else if (!created && parsedNanos == ABSENT) {
      parsedNanos = nanos;
    }
  }

  Optional<String> alpn() {
    return Optional.ofNullable(alpn);
  }

  OptionalInt draft() {
    OptionalInt negotiated = alpn == null ? OptionalInt.empty() : MoqCodes.draftOfAlpn(alpn);
    return negotiated.isPresent() ? negotiated : MoqCodes.draftOfVersion(selectedVersion);
  }

  OptionalLong setupNanos() {
    if (createdNanos == ABSENT || parsedNanos == ABSENT) {
      return OptionalLong.empty();
    }
    long nanos = Math.abs(parsedNanos - createdNanos);
    return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  List<MoqSummary.Messages> counts() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new MoqSummary.Messages(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
        .toList();
  }
}
