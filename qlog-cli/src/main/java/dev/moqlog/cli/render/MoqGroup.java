package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DatagramSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Media over QUIC: the session, its tracks, what was given up, and what was refused. */
final class MoqGroup {

  private static final int MAX_TRACKS = 10;
  private static final int MAX_REASONS = 8;
  private static final int MIN_TRACK_COLUMNS = 12;

  /** What the columns behind the name of a track take at most. */
  private static final int OTHER_COLUMNS = 78;

  private final CardLines card;
  private final ConnectionSummary connection;
  private final MoqSummary moq;

  private MoqGroup(CardLines card, ConnectionSummary connection, MoqSummary moq) {
    this.card = card;
    this.connection = connection;
    this.moq = moq;
  }

  static void add(CardLines card, ConnectionSummary connection) {
    connection.moq().ifPresent(moq -> new MoqGroup(card, connection, moq).lines());
  }

  private void lines() {
    card.group();
    session();
    requests();
    tracks();
    drops();
    stalls();
  }

  private void session() {
    List<String> parts = new ArrayList<>();
    moq.draft().ifPresent(draft -> parts.add("draft " + draft));
    moq.alpn().ifPresent(alpn -> parts.add("ALPN " + Text.printable(alpn)));
    moq.setupNanos().ifPresent(nanos -> parts.add("setup " + Text.duration(nanos)));
    for (MoqDirection direction : MoqDirection.values()) {
      if (moq.objects(direction) > 0) {
        parts.add(
            direction.label()
                + ' '
                + Text.count(moq.objects(direction), "object")
                + " ("
                + Text.bytes(moq.payloadBytes(direction))
                + ")");
      }
    }
    if (parts.isEmpty()) {
      parts.add("no objects");
    }
    card.parts("MoQ", parts);
    moq.source()
        .ifPresent(
            source ->
                card.line(
                    "",
                    "read from "
                        + Text.fit(source, card.room() - 40)
                        + (moq.aligned() ? "" : ", on a clock of its own")));
    connection.moqDatagrams().ifPresent(this::datagrams);
  }

  private void datagrams(DatagramSummary datagrams) {
    card.line(
        "",
        "packets with datagrams lost "
            + Text.count(datagrams.packetsLost())
            + " of "
            + Text.count(datagrams.packetsSent())
            + " ("
            + Text.percent(datagrams.lossRatio())
            + ")");
  }

  private void requests() {
    MoqSummary.Requests requests = moq.requests();
    if (requests.created() + requests.parsed() == 0) {
      return;
    }
    List<String> parts = new ArrayList<>();
    parts.add("sent " + Text.count(requests.created()));
    parts.add("received " + Text.count(requests.parsed()));
    parts.add("accepted " + Text.count(requests.accepted()));
    parts.add("refused " + Text.count(requests.refused()));
    parts.add("unanswered " + Text.count(requests.unanswered()));
    requests
        .latencyNanos()
        .ifPresent(
            latency ->
                parts.add(
                    "answered in "
                        + Text.duration(latency.p50())
                        + ", at most "
                        + Text.duration(latency.max())));
    card.parts("requests", parts);
    moq.refusals().stream().limit(MAX_REASONS).forEach(this::refusal);
  }

  private void refusal(MoqSummary.Refusal refusal) {
    card.wrapped(
        "",
        refusal.request()
            + " refused by "
            + (refusal.byPeer() ? "the peer" : "this side")
            + times(refusal.count())
            + (refusal.code().isPresent()
                ? ": 0x" + Long.toHexString(refusal.code().getAsLong())
                : "")
            + refusal.reason().map(reason -> " \"" + reason + '"').orElse(""));
  }

  private static String times(long count) {
    return count == 1 ? "" : " " + Text.count(count, "time");
  }

  private void tracks() {
    if (moq.tracks().isEmpty()) {
      return;
    }
    int room = Math.max(MIN_TRACK_COLUMNS, card.room() - OTHER_COLUMNS);
    Columns columns = new Columns(2);
    columns.row(
        "track",
        "",
        "objects",
        "groups",
        "partial",
        "bytes",
        "subscribe",
        "first obj",
        "jitter",
        "stalls");
    moq.tracks().stream()
        .sorted(Comparator.comparingLong(track -> -track.delivery().objects()))
        .limit(MAX_TRACKS)
        .forEach(
            track ->
                columns.row(
                    Text.fit(track.track(), room),
                    track.direction().label(),
                    Text.count(track.delivery().objects()),
                    Text.count(track.groups().complete()),
                    Text.count(track.groups().incomplete()),
                    Text.bytes(track.delivery().payloadBytes()),
                    median(track.timing().subscribeNanos()),
                    median(track.timing().firstObjectNanos()),
                    Text.duration(track.timing().jitterNanos()),
                    Text.count(track.stalls())));
    String label = "tracks";
    for (String row : columns.lines()) {
      card.line(label, row);
      label = "";
    }
    more(moq.tracks().size() - MAX_TRACKS);
  }

  private static String median(Optional<DistributionSummary> nanos) {
    return nanos.map(times -> Text.duration(times.p50())).orElse("-");
  }

  private void more(int left) {
    if (left > 0) {
      card.line("", "and " + Text.count(left) + " more; see --format json");
    }
  }

  private void drops() {
    Map<String, Long> reasons = new TreeMap<>();
    for (MoqTrackSummary track : moq.tracks()) {
      for (Drop drop : track.drops()) {
        reasons.merge(reason(drop), drop.count(), Long::sum);
      }
    }
    String label = "given up";
    for (Map.Entry<String, Long> reason :
        reasons.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MAX_REASONS)
            .toList()) {
      card.wrapped(label, reason.getKey() + ": " + Text.count(reason.getValue()));
      label = "";
    }
    more(reasons.size() - MAX_REASONS);
  }

  private static String reason(Drop drop) {
    String kind = drop.kind().label();
    if (drop.name().isPresent()) {
      return kind + ' ' + drop.name().get();
    }
    return drop.code().isPresent()
        ? kind + " 0x" + Long.toHexString(drop.code().getAsLong())
        : kind;
  }

  private void stalls() {
    List<String> parts = new ArrayList<>();
    for (MoqStall.Kind kind : MoqStall.Kind.values()) {
      List<MoqStall> stalls = moq.stalls().stream().filter(stall -> stall.kind() == kind).toList();
      stalls.stream()
          .max(Comparator.comparingLong(MoqStall::durationNanos))
          .ifPresent(
              longest ->
                  parts.add(
                      kind.label()
                          + ' '
                          + Text.count(stalls.size())
                          + ", the longest "
                          + Text.duration(longest.durationNanos())
                          + " at "
                          + Times.at(connection, longest.startNanos())));
    }
    if (moq.stallsLeftOut() > 0) {
      parts.add(Text.count(moq.stallsLeftOut()) + " more are not listed");
    }
    if (!parts.isEmpty()) {
      card.parts("stalls", parts);
    }
  }
}
