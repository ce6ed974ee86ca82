package dev.moqlog.observability.dashboards;

import static dev.moqlog.observability.grafana.Series.of;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.observability.ScrapeMetric;
import dev.moqlog.observability.SourceMetric;
import dev.moqlog.observability.grafana.Dashboard;
import dev.moqlog.observability.grafana.Panel;
import dev.moqlog.observability.grafana.Promql;
import dev.moqlog.observability.grafana.Row;
import dev.moqlog.observability.grafana.Variable;
import java.util.ArrayList;
import java.util.List;

/** The way of media, step by step: publish, relay, deliver, decode; and single connections. */
final class MoqPipeline {

  private MoqPipeline() {}

  static Dashboard dashboard() {
    List<Variable> variables = new ArrayList<>(Choices.moq());
    variables.addAll(Choices.traces());
    variables.addAll(Choices.logs());
    variables.add(Variable.text("connection_id", "Connection id (logs)", ".+"));
    variables.add(Variable.text("trace_id", "Trace id", Links.NO_TRACE));
    return new Dashboard(
        "moq-pipeline",
        "MoQ Pipeline",
        "Where media is held up on its way from publisher to viewer, down to one connection.",
        "10s",
        List.copyOf(variables),
        List.of(publish(), control(), relay(), decode(), stack(), traces(), logs()));
  }

  private static Row publish() {
    return Row.of(
        "Publish: what comes in",
        Panel.timeSeries("Payload in", "Payload that relays receive from publishers.", "Bps")
            .query(
                "{{relay_instance}} {{namespace}}",
                of(SourceMetric.APP_BYTES_RECEIVED).rate().sum("relay_instance", "namespace")),
        Panel.timeSeries("Objects in", "Objects that relays receive in a second.", "cps")
            .query(
                "{{relay_instance}} {{namespace}}",
                of(SourceMetric.OBJECTS_RECEIVED).rate().sum("relay_instance", "namespace")),
        Panel.timeSeries(
                "Groups in",
                "Groups that relays receive in a second: each begins where a viewer can join.",
                "cps")
            .query(
                "{{relay_instance}} {{namespace}}",
                of(SourceMetric.GROUPS_RECEIVED).rate().sum("relay_instance", "namespace")));
  }

  private static Row control() {
    return Row.of(
        "Control: what is asked for (from qlog)",
        Panel.timeSeries(
                "Time to subscribe", "From SUBSCRIBE to SUBSCRIBE_OK, as qlog shows it.", "s")
            .query("p50", of(TelemetryMetric.MOQ_SUBSCRIBE).quantile(.5))
            .query("p95", of(TelemetryMetric.MOQ_SUBSCRIBE).quantile(.95)),
        Panel.timeSeries(
                "Control messages", "Control messages in a second, by type and direction.", "cps")
            .stacked()
            .manySeries()
            .query(
                "{{type}} {{direction}}",
                of(TelemetryMetric.MOQ_MESSAGES).rate().sum("type", "direction")),
        Panel.timeSeries(
                "Requests refused",
                "Requests in a second that were answered with an error, by its code.",
                "cps")
            .whenEmpty("No request was refused")
            .query("{{code}}", of(TelemetryMetric.MOQ_REQUESTS_FAILED).rate().sum("code")));
  }

  private static Row relay() {
    return Row.of(
        "Relay and deliver",
        Panel.timeSeries(
                "Delivery of groups",
                "From the first object of a group to its last, as qlog shows it. Where one log has"
                    + " all connections of a relay, also how long objects stay in it.",
                "s")
            .width(12)
            .query("p50", of(TelemetryMetric.MOQ_GROUP_DELIVERY).quantile(.5))
            .query("p95", of(TelemetryMetric.MOQ_GROUP_DELIVERY).quantile(.95))
            .query("in the relay, p95", of(TelemetryMetric.MOQ_RESIDENCE).quantile(.95)),
        Panel.timeSeries(
                "Given up, by reason",
                "Streams and subscriptions in a second that ended early, as qlog shows it.",
                "cps")
            .width(12)
            .query("{{kind}}", of(TelemetryMetric.MOQ_DROPS).rate().sum("kind")),
        Panel.timeSeries(
                "Dropped for slow subscribers",
                "Objects in a second that relays gave up. Zero is good.",
                "cps")
            .width(6)
            .query("dropped", of(SourceMetric.DROPS).rate().sum()),
        Panel.timeSeries(
                "Waiting in relays",
                "Objects that wait to be delivered. What grows and does not go back ends in drops.",
                "short")
            .width(6)
            .query("waiting", of(SourceMetric.QUEUE_DEPTH).value().sum()),
        Panel.timeSeries(
                "Overhead of the wire",
                "Bytes of packets for each byte of payload, sent and received. 1.05 is usual; more"
                    + " means small objects or much sent again.",
                "none")
            .width(6)
            .min(1)
            .decimals(3)
            .query(
                "sent",
                of(SourceMetric.BYTES_SENT)
                    .rate()
                    .sum()
                    .dividedBy(of(SourceMetric.APP_BYTES_SENT).rate().sum()))
            .query(
                "received",
                of(SourceMetric.BYTES_RECEIVED)
                    .rate()
                    .sum()
                    .dividedBy(of(SourceMetric.APP_BYTES_RECEIVED).rate().sum())),
        Panel.timeSeries(
                "Stalls in the log",
                "What a viewer may have noticed, in a second, by what it was, as qlog shows it.",
                "cps")
            .width(6)
            .whenEmpty("No stalls")
            .query("{{kind}}", of(TelemetryMetric.MOQ_STALLS).rate().sum("kind")));
  }

  private static Row decode() {
    Promql dropped = of(SourceMetric.FRAMES_DROPPED).rate().sum("track_type");
    return Row.of(
        "Decode: what players make of it",
        Panel.timeSeries("Frames", "Frames in a second that players decoded and dropped.", "cps")
            .query(
                "decoded {{track_type}}", of(SourceMetric.FRAMES_DECODED).rate().sum("track_type"))
            .query("dropped {{track_type}}", dropped),
        Panel.timeSeries("Decode time", "How long decoding a frame takes, by codec.", "s")
            .query("p50 {{codec}}", of(SourceMetric.DECODE_TIME).quantile(.5, "codec"))
            .query("p95 {{codec}}", of(SourceMetric.DECODE_TIME).quantile(.95, "codec")),
        Panel.timeSeries("Bit rate", "Of the rendition that plays, video and audio apart.", "bps")
            .query("p5 {{track_type}}", of(SourceMetric.BITRATE).quantile(.05, "track_type"))
            .query("p50 {{track_type}}", of(SourceMetric.BITRATE).quantile(.5, "track_type")),
        Panel.timeSeries(
                "Key frame interval",
                "From one key frame to the next: how long a viewer who joins waits at most.",
                "s")
            .query("p50", of(SourceMetric.KEYFRAME_INTERVAL).quantile(.5))
            .query("p95", of(SourceMetric.KEYFRAME_INTERVAL).quantile(.95)),
        Panel.timeSeries(
                "Audio and video apart",
                "How far sound is from its picture. From 45 ms on it is noticed.",
                "s")
            .from(.045, "orange")
            .query("p50", of(SourceMetric.AV_SYNC_DRIFT).quantile(.5))
            .query("p95", of(SourceMetric.AV_SYNC_DRIFT).quantile(.95)),
        Panel.timeSeries("Latency", "How far playback is behind the live edge.", "s")
            .from(Objectives.LATENCY_SECONDS, "red")
            .query("p50", of(SourceMetric.LATENCY).quantile(.5))
            .query("p95", of(SourceMetric.LATENCY).quantile(.95)));
  }

  private static Row stack() {
    return Row.of(
        "The stack itself",
        Panel.states(
                "Targets",
                "Whether Prometheus reached every target of a job: the Collector, the relay, what"
                    + " analyses qlog, and the others. Green is good.")
            .goodIfOne("up", "down")
            .query("{{job}}", of(ScrapeMetric.UP).value().min("job")),
        Panel.timeSeries("Samples", "How many samples a scrape of each job brings.", "short")
            .manySeries()
            .query("{{job}}", of(ScrapeMetric.SAMPLES).value().sum("job")),
        Panel.timeSeries("Scrape time", "How long the slowest scrape of each job takes.", "s")
            .manySeries()
            .query("{{job}}", of(ScrapeMetric.DURATION).value().max("job")));
  }

  private static Row traces() {
    return new Row(
        "Traces",
        13,
        List.of(
            Panel.table(
                    "Connections",
                    "Those with a qlog file. A click on a connection shows its trace and its logs"
                        + " below; one on a path opens its qlog file.",
                    "none")
                .width(12)
                .traceql(Links.CONNECTIONS)
                .link("connection_id", "Show its trace and logs below", Links.CONNECTION)
                .link("qlog_path", "Open the file", Links.FILE)
                .link("qlog_path", "Open in qvis", Links.QVIS),
            Panel.traces("Trace", "The trace whose id stands above; none until one is chosen.")
                .width(12)
                .traceql("${trace_id}")));
  }

  private static Row logs() {
    return new Row(
        "Logs",
        10,
        List.of(
            Panel.logs(
                    "Logs of the connection",
                    "Lines of relay and analyser whose connection_id matches what stands above, a"
                        + " regular expression.")
                .logql(Links.LOGS)));
  }
}
