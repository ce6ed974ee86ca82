package dev.moqlog.observability.dashboards;

import static dev.moqlog.observability.grafana.Series.of;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.observability.ScrapeMetric;
import dev.moqlog.observability.SourceMetric;
import dev.moqlog.observability.grafana.Dashboard;
import dev.moqlog.observability.grafana.Panel;
import dev.moqlog.observability.grafana.Promql;
import dev.moqlog.observability.grafana.Row;
import java.util.List;

/**
 * Who is watching, how well they see it, what the relays do for it, and whether promises are kept.
 */
final class MoqOverview {

  private MoqOverview() {}

  static Dashboard dashboard() {
    return new Dashboard(
        "moq-overview",
        "MoQ Overview",
        "Viewers, what they see, what relays do for them, and whether promises are kept.",
        "10s",
        Choices.moq(),
        List.of(now(), promises(), experience(), performance(), effectiveness(), quic()));
  }

  private static Row now() {
    return new Row(
        "Now",
        5,
        List.of(
            Panel.stat(
                    "Alerts",
                    "How many alerts fire. 0 is good. Which they are stands below; a click shows"
                        + " their rules and runbooks.",
                    "short")
                .width(3)
                .from(1, "red")
                .link("alerts", "Show their rules", Links.FIRING)
                .query("alerts", firing().sum().orZero()),
            Panel.stat(
                    "Viewers",
                    "Subscriptions that all chosen relays serve at this moment.",
                    "short")
                .width(3)
                .query("viewers", of(SourceMetric.ACTIVE_SUBSCRIBERS).value().sum()),
            Panel.stat("Streams", "Tracks that are published at this moment.", "short")
                .width(3)
                .query("streams", of(SourceMetric.ACTIVE_STREAMS).value().sum()),
            Panel.stat(
                    "Connections",
                    "Connections that are open at this moment, publishers' included.",
                    "short")
                .width(3)
                .query("connections", of(SourceMetric.ACTIVE_CONNECTIONS).value().sum()),
            Panel.pie(
                    "Transport of players",
                    "What carries the connections that players made in the time shown. WebSocket"
                        + " is what players fall back to where WebTransport fails: a large or"
                        + " growing share of it wants a look.",
                    "short")
                .width(8)
                .query(
                    "{{transport}}",
                    of(SourceMetric.CLIENT_CONNECTIONS).increase().sum("transport")),
            Panel.stat(
                    "Startup time, median",
                    "From pressing play to the first frame, for half of the viewers of the time"
                        + " shown. Below "
                        + promise(Objectives.STARTUP_SECONDS / 2)
                        + " s is good.",
                    "s")
                .from(Objectives.STARTUP_SECONDS / 2, "orange")
                .from(Objectives.STARTUP_SECONDS, "red")
                .query("p50", of(SourceMetric.STARTUP_TIME).quantileOfRange(.5))));
  }

  private static Row experience() {
    return Row.of(
        "Client experience",
        Panel.timeSeries(
                "Buffer",
                "Media that players hold ready. Where p5 comes near zero, playback of those players"
                    + " is about to stand still.",
                "s")
            .query("p5", of(SourceMetric.BUFFER_LENGTH).quantile(.05))
            .query("p50", of(SourceMetric.BUFFER_LENGTH).quantile(.5))
            .query("p95", of(SourceMetric.BUFFER_LENGTH).quantile(.95)),
        Panel.heatmap(
                "Startup time",
                "How many starts took how long. Good is all colour below "
                    + promise(Objectives.STARTUP_SECONDS)
                    + " s. A click on a mark leads to the trace of one.",
                "s")
            .query("{{le}}", of(SourceMetric.STARTUP_TIME).buckets()),
        Panel.timeSeries(
                "Quality switches and stalls",
                "How often in a minute players changed the rendition, and how often playback stood"
                    + " still, over all players. No stalls is good.",
                "cpm")
            .query("switches", of(SourceMetric.QUALITY_SWITCHES).rate().sum().times(60))
            .query("stalls", of(SourceMetric.REBUFFERS).rate().sum().times(60)));
  }

  private static Row performance() {
    return Row.of(
        "Relay performance",
        Panel.timeSeries("Viewers and streams", "How many there are over time.", "short")
            .width(6)
            .query("viewers", of(SourceMetric.ACTIVE_SUBSCRIBERS).value().sum())
            .query("streams", of(SourceMetric.ACTIVE_STREAMS).value().sum()),
        Panel.timeSeries(
                "Connections made", "Connections that each relay accepts in a second.", "cps")
            .width(6)
            .query("{{relay_instance}}", of(SourceMetric.CONNECTIONS).rate().sum("relay_instance")),
        Panel.timeSeries(
                "Bandwidth",
                "All bytes of packets, and payload alone. What lies between is headers,"
                    + " acknowledgments and what was sent again.",
                "Bps")
            .width(6)
            .query("sent", of(SourceMetric.BYTES_SENT).rate().sum())
            .query("sent, payload", of(SourceMetric.APP_BYTES_SENT).rate().sum())
            .query("received", of(SourceMetric.BYTES_RECEIVED).rate().sum())
            .query("received, payload", of(SourceMetric.APP_BYTES_RECEIVED).rate().sum()),
        Panel.timeSeries("Objects and groups", "MoQ's own units, in a second.", "cps")
            .width(6)
            .query("objects sent", of(SourceMetric.OBJECTS_SENT).rate().sum())
            .query("objects received", of(SourceMetric.OBJECTS_RECEIVED).rate().sum())
            .query("groups sent", of(SourceMetric.GROUPS_SENT).rate().sum())
            .query("groups received", of(SourceMetric.GROUPS_RECEIVED).rate().sum()));
  }

  private static Row effectiveness() {
    Promql hits = of(SourceMetric.CACHE_HITS).rate().sum();
    return Row.of(
        "Relay effectiveness",
        Panel.timeSeries(
                "Subscriptions saved upstream",
                "Subscriptions in a second for which the relay had one open upstream already. More"
                    + " is better.",
                "cps")
            .query(
                "{{relay_instance}}",
                of(SourceMetric.DEDUP_UPSTREAM_SAVED).rate().sum("relay_instance")),
        Panel.timeSeries(
                "Amplification",
                "Payload sent for each byte of payload received: what the relays save the"
                    + " publishers. More is better; below 1 there is media without viewers.",
                "none")
            .query(
                "sent / received",
                of(SourceMetric.APP_BYTES_SENT)
                    .rate()
                    .sum()
                    .dividedBy(of(SourceMetric.APP_BYTES_RECEIVED).rate().sum())),
        Panel.timeSeries(
                "Cache hit rate (experimental)",
                "Share of requests that needed no work upstream. What counts as one is not settled:"
                    + " trust the two panels beside it first.",
                "percentunit")
            .max(1)
            .query("hits", hits.dividedBy(hits.plus(of(SourceMetric.CACHE_MISSES).rate().sum()))),
        Panel.timeSeries("Fan-out", "Subscribers that each track is passed on to.", "short")
            .width(6)
            .query("p50", of(SourceMetric.FANOUT).quantile(.5))
            .query("p95", of(SourceMetric.FANOUT).quantile(.95)),
        Panel.heatmap("Fan-out, distribution", "How many tracks had how many subscribers.", "short")
            .width(6)
            .query("{{le}}", of(SourceMetric.FANOUT).buckets()),
        Panel.timeSeries(
                "Queue depth",
                "Objects that wait in a relay to be delivered. Good is short peaks that go back to"
                    + " zero; what only grows are slow subscribers.",
                "short")
            .width(6)
            .query(
                "{{relay_instance}}", of(SourceMetric.QUEUE_DEPTH).value().sum("relay_instance")),
        Panel.timeSeries(
                "Drops and errors",
                "Objects given up for slow subscribers, and connections and requests that failed,"
                    + " in a second. Zero is good.",
                "cps")
            .width(6)
            .query("drops", of(SourceMetric.DROPS).rate().sum())
            .query("errors", of(SourceMetric.ERRORS).rate().sum()));
  }

  private static Row promises() {
    Promql late =
        of(SourceMetric.STARTUP_TIME).shareWithin(Objectives.STARTUP_SECONDS).complement();
    return new Row(
        "SLO status",
        6,
        List.of(
            Panel.stat(
                    "First frame, p95 (≤ " + promise(Objectives.STARTUP_SECONDS) + " s)",
                    "Time to first frame: 95 of 100 viewers of the time shown waited no longer."
                        + " Promised: "
                        + promise(Objectives.STARTUP_SECONDS)
                        + " s.",
                    "s")
                .from(Objectives.STARTUP_SECONDS, "red")
                .query("p95", of(SourceMetric.STARTUP_TIME).quantileOfRange(.95)),
            Panel.stat(
                    "Latency, p95 (≤ " + promise(Objectives.LATENCY_SECONDS) + " s)",
                    "End to end: how far 95 of 100 playbacks of the time shown were at most behind"
                        + " the live edge. Promised: "
                        + promise(Objectives.LATENCY_SECONDS)
                        + " s.",
                    "s")
                .from(Objectives.LATENCY_SECONDS, "red")
                .query("p95", of(SourceMetric.LATENCY).quantileOfRange(.95)),
            Panel.stat(
                    "Stall ratio (≤ " + promise(100 * Objectives.STALLS_PER_START) + " %)",
                    "How often playback stood still for each that started, in the time shown."
                        + " Promised: "
                        + promise(100 * Objectives.STALLS_PER_START)
                        + " in a hundred.",
                    "percentunit")
                .decimals(2)
                .from(Objectives.STALLS_PER_START, "red")
                .query(
                    "stalls / starts",
                    of(SourceMetric.REBUFFERS)
                        .increase()
                        .sum()
                        .dividedBy(of(SourceMetric.STARTUP_TIME).countIncrease().sum())),
            Panel.stat(
                    "Error budget left",
                    "Of the late starts that the promise allows ("
                        + promise(100 * (1 - Objectives.STARTUP_SHARE))
                        + " in 100 over "
                        + promise(Objectives.STARTUP_SECONDS)
                        + " s), the share not used up in the time shown. Below zero the promise is"
                        + " broken.",
                    "percentunit")
                .signed()
                .decimals(1)
                .below("red")
                .from(0, "orange")
                .from(.25, "green")
                .query(
                    "left",
                    late.times(Math.round(1 / (1 - Objectives.STARTUP_SHARE))).complement()),
            Panel.table("Alerts that fire", "Which alerts fire at this moment.", "none")
                .width(8)
                .whenEmpty("No alert fires")
                .state("critical", "critical", "red")
                .state("warning", "warning", "orange")
                .statesOf("severity")
                .without("Value")
                .link("alertname", "Show its rule and runbook", Links.ALERT)
                .query("Value", firing().max("alertname", "severity"))));
  }

  private static Promql firing() {
    return of(ScrapeMetric.ALERTS)
        .where("alertstate", "firing")
        .whereLike("alertname", "Moq.*|Node.*")
        .value();
  }

  private static String promise(double limit) {
    return Long.toString(Math.round(limit));
  }

  private static Row quic() {
    return Row.of(
        "QUIC health, from qlog",
        Panel.timeSeries(
                "Round-trip time, p95",
                "Of all samples of the captured connections: the distance of viewers, and queues on"
                    + " the way if it grows. Of all relays where qlog-cli was not told which it is."
                    + " The dashboard QUIC qlog has more.",
                "s")
            .query("{{transport}}", of(TelemetryMetric.RTT).quantile(.95, "transport")),
        Panel.timeSeries(
                "Packets lost",
                "Share of the packets in flight that were lost, over all captured connections."
                    + " Below 1 % is usual.",
                "percentunit")
            .from(.05, "orange")
            .from(.1, "red")
            .query(
                "lost",
                of(TelemetryMetric.PACKETS_LOST)
                    .rate()
                    .sum()
                    .dividedBy(of(TelemetryMetric.PACKETS_IN_FLIGHT).rate().sum())),
        Panel.timeSeries(
                "Retransmitted",
                "Share of the bytes in STREAM and CRYPTO frames that had been sent before.",
                "percentunit")
            .query(
                "retransmitted",
                of(TelemetryMetric.DATA_RETRANSMITTED)
                    .rate()
                    .sum()
                    .dividedBy(of(TelemetryMetric.DATA_SENT).rate().sum())));
  }
}
