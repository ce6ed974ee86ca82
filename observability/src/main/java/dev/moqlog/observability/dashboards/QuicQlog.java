package dev.moqlog.observability.dashboards;

import static dev.moqlog.observability.grafana.Series.of;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.observability.RecorderMetric;
import dev.moqlog.observability.grafana.Dashboard;
import dev.moqlog.observability.grafana.Panel;
import dev.moqlog.observability.grafana.Promql;
import dev.moqlog.observability.grafana.Row;
import dev.moqlog.observability.grafana.Variable;
import java.util.ArrayList;
import java.util.List;

/** What qlog tells of QUIC and MoQ, and how well capturing and analysing it goes. */
final class QuicQlog {

  private QuicQlog() {}

  static Dashboard dashboard() {
    List<Variable> variables = new ArrayList<>(Choices.moq());
    variables.addAll(Choices.traces());
    return new Dashboard(
        "quic-qlog",
        "QUIC qlog",
        "Round-trip times, loss, retransmission and stalls of the connections that qlog was"
            + " captured of. Connections count when they end. Where qlog-cli was not told the"
            + " relay, namespace or region (--label), connections of all are shown, whichever is"
            + " chosen.",
        "30s",
        List.copyOf(variables),
        List.of(analysis(), rtt(), loss(), congestion(), connections(), moq(), capture(), worst()));
  }

  private static Row analysis() {
    return Row.low(
        "Analysis",
        Panel.stat("Connections analysed", "That ended in the time shown.", "short")
            .decimals(0)
            .query("connections", of(TelemetryMetric.CONNECTIONS).increase().sum()),
        Panel.stat(
                "Connections captured",
                "Share of the connections of the time shown that recorders captured, all of them.",
                "percentunit")
            .decimals(1)
            .query(
                "captured",
                of(RecorderMetric.CONNECTIONS_SAMPLED)
                    .where("decision", "sampled")
                    .increase()
                    .sum()
                    .dividedBy(of(RecorderMetric.CONNECTIONS_SAMPLED).increase().sum())),
        Panel.stat(
                "Unreadable stretches",
                "Stretches of logs of the time shown that could not be read.",
                "short")
            .decimals(0)
            .from(1, "orange")
            .query("stretches", of(TelemetryMetric.PARSE_ERRORS).increase().sum()),
        Panel.stat("Open traces", "Traces that are being written at this moment.", "short")
            .query("open", of(TelemetryMetric.WATCH_OPEN).value().sum()),
        Panel.stat(
                "Analysis behind by",
                "How long the latest traces had been finished when they were counted. Seconds are"
                    + " good.",
                "s")
            .from(60, "orange")
            .query("lag", of(TelemetryMetric.WATCH_LAG).value().max()),
        Panel.stat("Last analysis", "How long ago the last analysis ended.", "s")
            .from(3600, "orange")
            .query("age", of(TelemetryMetric.RUN_TIME).value().max().age()));
  }

  private static Row rtt() {
    return Row.of(
        "Round-trip time",
        Panel.heatmap(
                "RTT samples",
                "All samples of all connections. A click on a mark leads to the trace of a"
                    + " connection that had such a sample.",
                "s")
            .query("{{le}}", of(TelemetryMetric.RTT).buckets()),
        Panel.timeSeries("RTT, quantiles", "Over all samples of all connections.", "s")
            .query("p50", of(TelemetryMetric.RTT).quantile(.5))
            .query("p95", of(TelemetryMetric.RTT).quantile(.95))
            .query("p99", of(TelemetryMetric.RTT).quantile(.99))
            .query("smallest of connections, p50", of(TelemetryMetric.RTT_MIN).quantile(.5)),
        Panel.timeSeries(
                "RTT by transport",
                "Last smoothed RTT of each connection, and its variation, by what carries MoQ.",
                "s")
            .query(
                "{{transport}}, p95", of(TelemetryMetric.RTT_SMOOTHED).quantile(.95, "transport"))
            .query(
                "{{transport}}, variation p95",
                of(TelemetryMetric.RTT_VARIATION).quantile(.95, "transport")));
  }

  private static Row loss() {
    Promql inFlight = of(TelemetryMetric.PACKETS_IN_FLIGHT).rate().sum();
    return Row.of(
        "Loss and retransmission",
        Panel.timeSeries(
                "Packet loss",
                "Share of the packets in flight that were lost, over all connections, and share of"
                    + " those that stacks declared lost wrongly. Below 1 % is usual.",
                "percentunit")
            .from(.05, "orange")
            .from(.1, "red")
            .query("lost", of(TelemetryMetric.PACKETS_LOST).rate().sum().dividedBy(inFlight))
            .query(
                "declared lost wrongly",
                of(TelemetryMetric.PACKETS_SPURIOUS_LOSS).rate().sum().dividedBy(inFlight)),
        Panel.timeSeries(
                "Losses by trigger",
                "Packets lost in a second by what the stack took them for lost by; inferred where"
                    + " it did not say.",
                "pps")
            .stacked()
            .query("{{trigger}}", of(TelemetryMetric.PACKETS_LOST).rate().sum("trigger")),
        Panel.heatmap(
                "Loss of each connection",
                "How many connections had which share of their packets lost.",
                "percentunit")
            .query("{{le}}", of(TelemetryMetric.LOSS_RATIO).buckets()),
        Panel.timeSeries(
                "Retransmitted",
                "Share of the bytes in STREAM and CRYPTO frames that had been sent before; over"
                    + " all, and of the connection that 95 in 100 do not exceed.",
                "percentunit")
            .query(
                "{{frame_type}} frames",
                of(TelemetryMetric.DATA_RETRANSMITTED)
                    .rate()
                    .sum("frame_type")
                    .dividedBy(of(TelemetryMetric.DATA_SENT).rate().sum("frame_type")))
            .query("connections, p95", of(TelemetryMetric.RETRANSMIT_RATIO).quantile(.95)),
        Panel.timeSeries("Packets", "Packets sent, received and received again.", "pps")
            .query("sent", of(TelemetryMetric.PACKETS_SENT).rate().sum())
            .query("received", of(TelemetryMetric.PACKETS_RECEIVED).rate().sum())
            .query("received again", of(TelemetryMetric.PACKETS_DUPLICATE).rate().sum()),
        Panel.timeSeries(
                "Packets dropped",
                "Packets in a second that arrived but could not be used, by the reason.",
                "pps")
            .whenEmpty("No packet was dropped")
            .query("{{reason}}", of(TelemetryMetric.PACKETS_DROPPED).rate().sum("reason")));
  }

  private static Row congestion() {
    return Row.of(
        "Congestion and flow control",
        Panel.timeSeries(
                "Probe timeouts and congestion",
                "Probe timeouts, recovery periods and persistent congestion in a second.",
                "cps")
            .query("probe timeouts", of(TelemetryMetric.PROBE_TIMEOUTS).rate().sum())
            .query("recovery periods", of(TelemetryMetric.CONGESTION_EVENTS).rate().sum())
            .query("persistent congestion", of(TelemetryMetric.PERSISTENT_CONGESTION).rate().sum()),
        Panel.timeSeries(
                "Congestion window",
                "Mean window of each connection, and its mean bytes in flight.",
                "bytes")
            .query("window, p50", of(TelemetryMetric.CONGESTION_WINDOW).quantile(.5))
            .query("window, p95", of(TelemetryMetric.CONGESTION_WINDOW).quantile(.95))
            .query("in flight, p50", of(TelemetryMetric.IN_FLIGHT).quantile(.5))
            .query("in flight, p95", of(TelemetryMetric.IN_FLIGHT).quantile(.95)),
        Panel.timeSeries(
                "Blocked from sending",
                "Seconds for which endpoints were kept from sending, in each second, by what kept"
                    + " them.",
                "none")
            .stacked()
            .query(
                "{{reason}} ({{side}})", of(TelemetryMetric.BLOCKED).rate().sum("reason", "side")),
        Panel.timeSeries(
                "Flow control",
                "How often in a second a limit of flow control was reached, by the limit.",
                "cps")
            .whenEmpty("No limit was reached")
            .query("{{scope}}", of(TelemetryMetric.FLOW_CONTROL_BLOCKED).rate().sum("scope")),
        Panel.timeSeries("Bytes", "Bytes of packets, as far as logs tell lengths.", "Bps")
            .query("sent", of(TelemetryMetric.BYTES_SENT).rate().sum())
            .query("received", of(TelemetryMetric.BYTES_RECEIVED).rate().sum()),
        Panel.barGauge("Findings", "What diagnosis found in the time shown, by rule.", "short")
            .decimals(0)
            .query("{{rule}}", of(TelemetryMetric.FINDINGS).increase().sum("rule").top(10)));
  }

  private static Row connections() {
    return Row.of(
        "Beginning and end of connections",
        Panel.timeSeries(
                "Handshake",
                "From the first Initial packet until the handshake was complete, and to the first"
                    + " byte of an answer.",
                "s")
            .query("handshake, p50", of(TelemetryMetric.HANDSHAKE).quantile(.5))
            .query("handshake, p95", of(TelemetryMetric.HANDSHAKE).quantile(.95))
            .query("first byte, p95", of(TelemetryMetric.FIRST_BYTE).quantile(.95)),
        Panel.pie(
                "How connections end",
                "How the connections of the time shown ended, and by whom.",
                "short")
            .width(8)
            .decimals(0)
            .query(
                "{{class}} ({{initiator}})",
                of(TelemetryMetric.CLOSED).increase().sum("class", "initiator")),
        Panel.timeSeries("Duration", "From the first event of a connection to the last.", "s")
            .query("p50", of(TelemetryMetric.DURATION).quantile(.5))
            .query("p95", of(TelemetryMetric.DURATION).quantile(.95)),
        Panel.timeSeries("Connections ended", "Connections that end in a second.", "cps")
            .width(12)
            .query(
                "{{vantage_point}} {{transport}}",
                of(TelemetryMetric.CONNECTIONS).rate().sum("vantage_point", "transport")),
        Panel.timeSeries("Migrations", "Moves to another path in a second.", "cps")
            .width(12)
            .query("migrations", of(TelemetryMetric.MIGRATIONS).rate().sum()));
  }

  private static Row moq() {
    return Row.of(
        "Media over QUIC",
        Panel.timeSeries("Time to first object", "From SUBSCRIBE to the first object.", "s")
            .query("p50", of(TelemetryMetric.MOQ_FIRST_OBJECT).quantile(.5))
            .query("p95", of(TelemetryMetric.MOQ_FIRST_OBJECT).quantile(.95)),
        Panel.heatmap(
                "Object inter-arrival",
                "How far apart the objects of a track arrive. A click on a mark leads to the trace"
                    + " of a connection where they were.",
                "s")
            .query("{{le}}", of(TelemetryMetric.MOQ_INTER_ARRIVAL).buckets()),
        Panel.timeSeries("Objects", "Objects in a second.", "cps")
            .query("sent", of(TelemetryMetric.MOQ_OBJECTS_SENT).rate().sum())
            .query("received", of(TelemetryMetric.MOQ_OBJECTS_RECEIVED).rate().sum()),
        Panel.timeSeries("Payload of objects", "Payload in a second.", "Bps")
            .query("sent", of(TelemetryMetric.MOQ_OBJECT_BYTES_SENT).rate().sum())
            .query("received", of(TelemetryMetric.MOQ_OBJECT_BYTES_RECEIVED).rate().sum()),
        Panel.timeSeries(
                "Groups received", "Groups in a second, by whether all their objects came.", "cps")
            .stacked()
            .query("{{state}}", of(TelemetryMetric.MOQ_GROUPS_RECEIVED).rate().sum("state")),
        Panel.timeSeries(
                "Stalled",
                "Seconds for which groups were late, in each second. Zero is good.",
                "none")
            .query(
                "{{vantage_point}}", of(TelemetryMetric.MOQ_STALLED).rate().sum("vantage_point")));
  }

  private static Row capture() {
    return Row.of(
        "Capture, by all recorders",
        Panel.timeSeries(
                "Events",
                "Events in a second that recorders wrote, and those in no file, by the reason.",
                "cps")
            .width(9)
            .manySeries()
            .query("written", of(RecorderMetric.EVENTS_WRITTEN).rate().sum())
            .query("dropped: {{reason}}", of(RecorderMetric.EVENTS_DROPPED).rate().sum("reason")),
        Panel.timeSeries(
                "Writes that failed",
                "In a second; and traces that were deleted, cut off, or gone before they could be"
                    + " counted. Zero is good.",
                "cps")
            .width(5)
            .query("writes failed", of(RecorderMetric.IO_ERRORS).rate().sum())
            .query("deleted", of(RecorderMetric.TRACES_DELETED).rate().sum())
            .query("cut off", of(RecorderMetric.TRACES_TRUNCATED).rate().sum())
            .query("not counted", of(TelemetryMetric.WATCH_MISSED).rate().sum()),
        Panel.timeSeries(
                "What watch cannot read",
                "Directories and files whose connections are in no number, mostly for lack of"
                    + " permission. Zero is good.",
                "short")
            .width(5)
            .query("paths", of(TelemetryMetric.WATCH_UNREADABLE).value().sum()),
        Panel.timeSeries(
                "Disk and memory of capture",
                "Size of all traces, and memory of events on their way to them.",
                "bytes")
            .width(5)
            .query("disk", of(RecorderMetric.DISK_USED).value().sum())
            .query("memory", of(RecorderMetric.MEMORY_USED).value().sum())
            .query("flight recorders", of(RecorderMetric.FLIGHT_MEMORY_USED).value().sum()));
  }

  private static Row worst() {
    return new Row(
        "Worst connections",
        9,
        List.of(
            Panel.table(
                    "Connections that lost more than 5 %",
                    "Their spans, from analysis. A click on a connection shows its trace and its"
                        + " logs; one on a path opens its qlog file.",
                    "none")
                .whenEmpty("No connection lost so much")
                .unitOf("quic.loss.ratio", "percentunit")
                .unitOf("quic.rtt.p95", "s")
                .traceql(Links.WORST)
                .link("connection_id", "Show its trace and logs", Links.CONNECTION)
                .link("qlog_path", "Open the file", Links.FILE)
                .link("qlog_path", "Open in qvis", Links.QVIS)));
  }
}
