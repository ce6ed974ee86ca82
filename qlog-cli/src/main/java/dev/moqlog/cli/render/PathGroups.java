package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DropSummary;
import dev.moqlog.analyzer.summary.EcnSummary;
import dev.moqlog.analyzer.summary.MtuSummary;
import dev.moqlog.analyzer.summary.PathSummary;
import dev.moqlog.analyzer.summary.PathsSummary;
import dev.moqlog.analyzer.summary.ProbeTimeoutSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Groups of a card about the network: paths, sizes, marks, probe timeouts, dropped packets. */
final class PathGroups {

  private static final int MAX_ENTRIES = 8;

  private final CardLines card;

  PathGroups(CardLines card) {
    this.card = card;
  }

  /** All of them that the log tells. */
  void all(ConnectionSummary connection) {
    connection.paths().ifPresent(this::paths);
    connection.mtu().ifPresent(this::mtu);
    connection.ecn().ifPresent(this::ecn);
    connection.probeTimeouts().ifPresent(timeouts -> probeTimeouts(connection, timeouts));
    connection.drops().ifPresent(this::drops);
    if (connection.keyUpdates().orElse(0) > 0) {
      card.group();
      card.line("key updates", Text.count(connection.keyUpdates()));
    }
  }

  private void paths(PathsSummary paths) {
    card.group();
    List<String> parts = new ArrayList<>();
    parts.add(Text.count(paths.paths().size(), "path"));
    number(parts, "migrations ", paths.migrations());
    if (paths.challengesSent() + paths.challengesReceived() > 0) {
      parts.add("challenges sent " + Text.count(paths.challengesSent()));
      parts.add("received " + Text.count(paths.challengesReceived()));
      parts.add("validated " + Text.count(paths.validations()));
    }
    card.parts("paths", parts);
    for (PathSummary path : paths.paths().subList(0, Math.min(MAX_ENTRIES, paths.paths().size()))) {
      card.parts("", parts(path));
    }
  }

  private static List<String> parts(PathSummary path) {
    List<String> parts = new ArrayList<>();
    if (!path.id().isEmpty()) {
      parts.add(Text.printable(path.id()));
    }
    path.localAddress().ifPresent(address -> parts.add("local " + Text.printable(address)));
    path.remoteAddress().ifPresent(address -> parts.add("remote " + Text.printable(address)));
    parts.add("sent " + Text.count(path.packetsSent()));
    parts.add("received " + Text.count(path.packetsReceived()));
    path.rttNanos().ifPresent(rtt -> parts.add("RTT median " + Text.duration(rtt.p50())));
    if (path.validatedNanos().isPresent()) {
      parts.add("validated in " + Text.duration(path.validatedNanos()));
    }
    return parts;
  }

  private void mtu(MtuSummary mtu) {
    List<String> parts = new ArrayList<>();
    bytes(parts, "logged ", mtu.loggedBytes());
    bytes(parts, "largest sent ", mtu.largestSentBytes());
    bytes(parts, "acknowledged ", mtu.largestAckedBytes());
    bytes(parts, "the peer takes ", mtu.peerMaxBytes());
    if (mtu.probesSent() > 0) {
      parts.add(
          "probes "
              + Text.count(mtu.probesSent())
              + ", "
              + Text.count(mtu.probesAcked())
              + " acknowledged, "
              + Text.count(mtu.probesLost())
              + " lost");
    }
    if (!parts.isEmpty()) {
      card.group();
      card.parts("packet size", parts);
    }
  }

  private void ecn(EcnSummary ecn) {
    card.group();
    List<String> parts = new ArrayList<>();
    ecn.state().ifPresent(state -> parts.add(Text.printable(state)));
    ecn.ceRatio().ifPresent(share -> parts.add("marked " + Text.percent(share) + " of those sent"));
    number(parts, "CE acknowledged ", ecn.ackedCe());
    number(parts, "received ", ecn.receivedCe());
    if (ecn.failures() > 0) {
      parts.add("validation failed " + Text.count(ecn.failures(), "time"));
    }
    card.parts("ECN", parts);
  }

  private void probeTimeouts(ConnectionSummary connection, ProbeTimeoutSummary timeouts) {
    List<String> parts = new ArrayList<>();
    number(parts, "", timeouts.timeouts());
    if (timeouts.timeouts().orElse(0) > 0) {
      number(parts, "in a row at most ", timeouts.largestBackoff());
    }
    if (timeouts.longestSilenceNanos().isPresent()) {
      parts.add(
          "longest without an acknowledgment "
              + Text.duration(timeouts.longestSilenceNanos())
              + (timeouts.silenceStartNanos().isPresent()
                  ? " from " + Times.at(connection, timeouts.silenceStartNanos().getAsLong())
                  : ""));
    }
    if (timeouts.persistentCongestion().orElse(0) > 0) {
      parts.add("persistent congestion " + Text.count(timeouts.persistentCongestion()));
    }
    if (!parts.isEmpty()) {
      card.group();
      card.parts("timeouts", parts);
    }
  }

  private void drops(DropSummary drops) {
    card.group();
    List<String> parts = new ArrayList<>();
    drops.reasons().stream()
        .limit(MAX_ENTRIES)
        .forEach(
            reason ->
                parts.add(Text.printable(reason.reason()) + " " + Text.count(reason.packets())));
    if (drops.buffered() > 0) {
      parts.add("had to wait " + Text.count(drops.buffered()));
    }
    card.parts("dropped", parts);
  }

  private static void number(List<String> parts, String label, OptionalLong value) {
    if (value.isPresent()) {
      parts.add(label + Text.count(value));
    }
  }

  private static void bytes(List<String> parts, String label, OptionalLong bytes) {
    if (bytes.isPresent()) {
      parts.add(label + Text.bytes(bytes.getAsLong()));
    }
  }
}
