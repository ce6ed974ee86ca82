package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.Producer;
import dev.moqlog.analyzer.read.TraceHeader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the name of a vantage point tells of the host that recorded a trace. */
final class HostNames {

  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,251}[A-Za-z0-9])?");

  /** What stacks call every vantage point of theirs, and what names a role but no host. */
  private static final Set<String> NO_HOSTS =
      Set.of(
          "client",
          "server",
          "network",
          "unknown",
          "transport",
          "pcap",
          "backend-67",
          "lsquic",
          "msquic",
          "s2n-quic",
          "tquic",
          "xquic");

  private HostNames() {}

  /** The host that a trace's vantage point is named by, if that is what the name is. */
  static Optional<String> of(TraceHeader header) {
    String name = header.vantageName().strip();
    String lower = name.toLowerCase(Locale.ROOT);
    boolean ofStack =
        NO_HOSTS.contains(lower)
            || Arrays.stream(Producer.values()).anyMatch(stack -> lower.startsWith(stack.label()));
    return ofStack || !HOST.matcher(name).matches() ? Optional.empty() : Optional.of(name);
  }
}
