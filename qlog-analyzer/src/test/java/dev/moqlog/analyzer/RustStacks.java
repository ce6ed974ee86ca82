package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.StackForm.*;

import dev.moqlog.vocabulary.VantagePoint;
import java.util.List;
import java.util.stream.Stream;

/** The exchange of {@link StackFormsTest} as written by quiche, neqo, quinn, noq, tquic. */
final class RustStacks {

  private RustStacks() {}

  private static String quic(double time, String type, String data) {
    return event(time, "quic:" + type, data);
  }

  private static String quiche(double time, long number) {
    return quic(
        time,
        "packet_sent",
        ("'header':{'packet_type':'1RTT','packet_number':%d},'raw':{'length':130,"
                + "'payload_length':105},'send_at_time':%s,'frames':[{'frame_type':'stream',"
                + "'stream_id':0,'offset':%d,'fin':false,'raw':{'payload_length':100}}]")
            .formatted(number, time, number * 100));
  }

  private static String quinn(String prefix, double rtt, String... before) {
    String group = "},'group_id':'9b2a4ef6b41b13c6'}";
    String packet =
        "{'time':%s,'name':'%s:%s','data':{'header':{'packet_type':'1RTT','packet_number':%d%s}"
            + group;
    String recovery = prefix.equals("quic") ? "quic:recovery_" : "recovery:";
    return sequence(
        Stream.concat(
                Stream.of(before),
                Stream.of(
                    packet.formatted("10.0", prefix, "packet_sent", 0, ",'length':130"),
                    packet.formatted("10.0", prefix, "packet_sent", 1, ",'length':130"),
                    packet.formatted("60.0", prefix, "packet_received", 0, ""),
                    "{'time':60.0,'name':'%smetrics_updated','data':{'latest_rtt':%s,'smoothed_rtt':%s%s"
                        .formatted(recovery, rtt, rtt, group),
                    packet
                        .formatted("60.0", "recovery", "packet_lost", 1, ",'length':0")
                        .replace("}}", "},'trigger':'reordering_threshold'}")))
            .toArray(String[]::new));
  }

  static List<StackForm> forms() {
    String neqo =
        "{'qlog_version':'0.3','qlog_format':'JSON-SEQ','trace':{'vantage_point':{'name':"
            + "'neqo-client','type':'client'},'title':'neqo-client trace','description':"
            + "'neqo-client trace','configuration':{'time_offset':0.0},'common_fields':{"
            + "'reference_time':1795349746180.25,'time_format':'relative'}}}";
    String quiche018 =
        "{'file_schema':'"
            + URI
            + "','serialization_format':'JSON-SEQ','title':'quiche-client qlog','description':"
            + "'quiche-client qlog id=0a','trace':{'title':'quiche-client qlog','common_fields':{"
            + "'reference_time':{'clock_type':'monotonic','epoch':'unknown','wall_clock_time':"
            + "'2026-11-22T12:27:08.701264466Z'}},'vantage_point':{'type':'client'},"
            + "'event_schemas':['urn:ietf:params:qlog:events:quic-12',"
            + "'urn:ietf:params:qlog:events:http3-12']}}";
    String quiche016 =
        "{'qlog_version':'0.3','qlog_format':'JSON-SEQ','title':'%s','trace':{'vantage_point':{"
            + "'type':'client'},'title':'t','configuration':{'time_offset':0.0}}}";
    String quinn011 =
        "{'qlog_version':'0.3','qlog_format':'JSON-SEQ','title':'%s','trace':{'vantage_point':{"
            + "'type':'unknown'},'configuration':{'time_offset':0.0}}}";
    String initialRtt =
        "{'time':1,'name':'recovery:metrics_updated','data':{'min_rtt':0.333,'smoothed_rtt':0.333,"
            + "'latest_rtt':0.333,'rtt_variance':0.1665},'group_id':'9b2a4ef6b41b13c6'}";
    String noq =
        "{'file_schema':'"
            + URI
            + "','serialization_format':'JSON-SEQ','trace':{'common_fields':{'group_id':'cb28',"
            + "'reference_time':{'clock_type':'','epoch':''}},'vantage_point':{'type':'client'},"
            + "'event_schemas':[]}}";
    String noqPacket =
        "'header':{'packet_type':'1RTT','packet_number':%d,'path_id':0,'length':130},'frames':[{"
            + "'frame_type':'stream','stream_id':0,'offset':%d,'fin':false,'raw':{'length':100}}]";
    String tquic =
        "{'qlog_format':'JSON-SEQ','qlog_version':'0.4','title':'client qlog','description':"
            + "'id=CLIENT-849a692cc74619ff','trace':{'title':'client qlog','description':"
            + "'id=CLIENT-849a692cc74619ff','vantage_point':{'type':'client'}}}";
    String[] tquicEvents = with(tquic, 0);
    for (int i = 1; i < 4; i++) {
      tquicEvents[i] = tquicEvents[i].replace("transport:", "quic:");
    }
    return List.of(
        new StackForm(
                "quiche, crate 0.18",
                "quiche",
                VantagePoint.CLIENT,
                URI,
                sequence(
                    quiche018,
                    quiche(10, 0),
                    quiche(10, 1),
                    quic(
                        60,
                        "packet_received",
                        "'header':{'packet_type':'1RTT','packet_number':0},'raw':{'length':30},"
                            + "'frames':[{'frame_type':'ack','ack_delay':0.0,'acked_ranges':[[0,0]]}]"),
                    quic(
                        60,
                        "recovery_metrics_updated",
                        "'cf_lost_packets':{'total':1,'delta':1},'latest_rtt':50.0")))
            .withoutLossEvents(),
        new StackForm(
            "quiche, crate 0.16",
            "quiche",
            VantagePoint.CLIENT,
            "0.3",
            sequence(with(quiche016.formatted("tokio-quiche qlog"), 0))),
        new StackForm(
            "netty",
            "quiche",
            VantagePoint.CLIENT,
            "0.3",
            lines(with(quiche016.formatted("netty-quiche client"), 0))),
        new StackForm("neqo", "neqo", VantagePoint.CLIENT, "0.3", sequence(with(neqo, 0))),
        new StackForm(
                "quinn, head",
                "quinn",
                VantagePoint.UNKNOWN,
                URI,
                sequence(
                        "{'file_schema':'"
                            + URI
                            + "','serialization_format':'JSON-SEQ','trace':{'vantage_point':{"
                            + "'type':'unknown'},'event_schemas':[]}}")
                    + quinn("quic", 50))
            .withoutFrames(),
        new StackForm(
                "quinn 0.11, RTT in seconds",
                "quinn",
                VantagePoint.UNKNOWN,
                "0.3",
                sequence(quinn011.formatted("any")) + quinn("transport", 0.05, initialRtt))
            .withoutFrames(),
        new StackForm(
                "quinn 0.11 in moq-native",
                "quinn",
                VantagePoint.UNKNOWN,
                "0.3",
                sequence(quinn011.formatted("moq-native client"))
                    + quinn("transport", 0.05, initialRtt))
            .withoutFrames(),
        new StackForm(
            "noq",
            "noq",
            VantagePoint.CLIENT,
            URI,
            sequence(
                noq,
                quic(10, "packet_sent", noqPacket.formatted(0, 0)),
                quic(10, "packet_sent", noqPacket.formatted(1, 100)),
                quic(
                    60,
                    "packet_received",
                    "'header':{'packet_type':'1RTT','packet_number':0,'path_id':0,'length':30},"
                        // Ends are exclusive; [1, 2] would be the second packet.
                        + "'frames':[{'frame_type':'ack','ack_delay':0.0,'acked_ranges':[[0]]}]"),
                quic(60, "recovery_metrics_updated", "'path_id':0,'latest_rtt':50.0"),
                quic(
                    60,
                    "packet_lost",
                    "'header':{'packet_type':'1RTT','packet_number':1,'length':0},"
                        + "'trigger':'time_threshold'"))),
        new StackForm("tquic", "tquic", VantagePoint.CLIENT, "0.4", sequence(tquicEvents)));
  }
}
