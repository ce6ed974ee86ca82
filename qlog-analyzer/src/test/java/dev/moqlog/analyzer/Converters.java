package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.StackForm.*;

import dev.moqlog.vocabulary.VantagePoint;
import java.util.List;

/**
 * The exchange of {@link StackFormsTest} as written by programs that make qlog of something else.
 */
final class Converters {

  private Converters() {}

  static List<StackForm> forms() {
    String quicly =
        "['%d','transport','packet_sent',{'packet_type':'1rtt','header':{'packet_number':%d},"
            + "'frames':[{'frame_type':'stream','stream_id':0,'length':100,'offset':%d}]}],";
    String pcap =
        "['10','transport','packet_sent',{'packet_type':'1RTT','header':{'packet_number':'%d',"
            + "'packet_size':130},'frames':[{'frame_type':'stream','id':'0','offset':'%d',"
            + "'length':'100','fin':'false'}]}],";
    String quicTrace =
        "['10000','TRANSPORT','PACKET_SENT','DEFAULT',{'packet_type':'1RTT','header':{"
            + "'packet_number':'%d','packet_size':130},'frames':[{'frame_type':'STREAM','id':'0',"
            + "'fin':false,'length':100,'offset':%d}]}],";
    return List.of(
        new StackForm(
                "quicly's adapter",
                "quicly",
                VantagePoint.SERVER,
                "draft-02-wip",
                "{'qlog_version':'draft-02-wip','title':'h2o/quicly qlog','traces':[{"
                    + "'vantage_point':{'type':'server'},'event_fields':['time','category','event',"
                    + "'data'],'events':["
                    + quicly.formatted(1795349451410L, 0, 0)
                    + quicly.formatted(1795349451410L, 1, 100)
                    + "[1795349451460,'transport','packet_received',{'packet_type':'1rtt','header':{"
                    + "'packet_number':0},'frames':[{'frame_type':'ack','acked_ranges':[[0,0]]}]}],"
                    + "[1795349451460,'recovery','packet_lost',{'packet_type':'1rtt','header':{"
                    + "'packet_number':1}}]]}]}")
            .withoutRtt(),
        new StackForm(
            "quicly's adapter, draft-02",
            "quicly",
            VantagePoint.SERVER,
            "draft-02",
            lines(
                with(
                    "{'qlog_format':'NDJSON','qlog_version':'draft-02','title':'h2o/quicly"
                        + " qlog','trace':{'vantage_point':{'type':'server'},'common_fields':{"
                        + "'time_format':'absolute'}}}",
                    1795349451400.0))),
        new StackForm(
                "pcap2qlog",
                "pcap2qlog",
                VantagePoint.NETWORK,
                "draft-01",
                "{'qlog_version':'draft-01','description':'','traces':[{'title':'Connection 1',"
                    + "'vantage_point':{'name':'TODO','type':'network','flow':'client'},"
                    + "'configuration':{'time_offset':'0','time_units':'ms','original_uris':[]},"
                    + "'common_fields':{'group_id':'da67','protocol_type':'QUIC','reference_time':"
                    + "'1564682471.651907'},'event_fields':['relative_time','category','event',"
                    + "'data'],'events':["
                    + pcap.formatted(0, 0)
                    + pcap.formatted(1, 100)
                    + "['60','transport','packet_received',{'packet_type':'1RTT','header':{"
                    + "'packet_number':'0','packet_size':30},'frames':[{'frame_type':'ack',"
                    + "'ack_delay':'0','acked_ranges':[['0','0']]}]}]]}]}")
            .withoutLossEvents()
            .withoutRtt(),
        new StackForm(
            "quic-trace, in capitals and with a column for the trigger",
            "",
            VantagePoint.SERVER,
            "draft-00",
            "{'qlog_version':'draft-00','title':'Converted','traces':[{'vantage_point':{'type':'SERVER','name':'Probably"
                + " server'},'configuration':{'time_offset':0,'time_units':"
                + "'us'},'common_fields':{'reference_time':0,'group_id':'AAAAAAAAACo=','scid':''},"
                + "'event_fields':['relative_time','CATEGORY','EVENT_TYPE','TRIGGER','DATA'],"
                + "'events':["
                + quicTrace.formatted(0, 0)
                + quicTrace.formatted(1, 100)
                + "['60000','TRANSPORT','PACKET_RECEIVED','DEFAULT',{'packet_type':'UNKNOWN','header'"
                + ":{'packet_number':'0','packet_size':30},'frames':[{'frame_type':'ACK',"
                + "'acked_ranges':[[0,0]],'ack_delay':0}]}],['60000','RECOVERY','METRIC_UPDATE',"
                + "'DEFAULT',{'latest_rtt':50000}],['60000','RECOVERY','PACKET_LOST','DEFAULT',{"
                + "'packet_number':'1'}]]}]}"));
  }
}
