package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.StackForm.*;

import dev.moqlog.vocabulary.VantagePoint;
import java.util.List;

/** The exchange of {@link StackFormsTest} as written by mvfst, picoquic, ngtcp2, imquic. */
final class CStacks {

  private CStacks() {}

  private static final String PICOQUIC =
      "{ 'qlog_version': 'draft-00', 'title': 'picoquic', 'traces': [\n"
          + "{ 'vantage_point': { 'name': 'backend-67', 'type': 'server' },\n"
          + "'title': 'picoquic', 'description': '0102','event_fields': ['relative_time', %s"
          + "'category', 'event', 'data'],\n'configuration': {'time_units': 'us'},\n"
          + "'common_fields': { 'protocol_type': 'QUIC_HTTP3', 'reference_time': '11001'},\n"
          + "'events': [\n%s]}]}\n";

  private static String picoquic(String column, String path) {
    String packet =
        "[10000, %s'transport', 'packet_sent', { 'packet_type': '1RTT', 'header': {"
            + " 'packet_size': 130, 'packet_number': %d, 'payload_length': 100, 'key_phase': 0},"
            + " 'frames': [{ 'frame_type': 'stream', 'id': 0, 'offset': %d, 'length': 100,"
            + " 'fin': false, 'begins_with': '0001'}]}],\n";
    return PICOQUIC.formatted(
        column,
        packet.formatted(path, 0, 0)
            + packet.formatted(path, 1, 100)
            + ("[60000, %s'transport', 'packet_received', { 'packet_type': '1RTT', 'header': {"
                    + " 'packet_size': 30, 'packet_number': 0}, 'frames': [{ 'frame_type': 'ack',"
                    + " 'ack_delay': 0, 'acked_ranges': [[0, 0]]}]}],\n"
                    + "[60000, %s'recovery', 'metrics_updated', {'cwnd': 15360,'latest_rtt':"
                    + " 50000}],\n"
                    + "[60000, %s'recovery', 'packet_lost', { 'packet_type' : '1RTT',"
                    + " 'packet_number' : 1, 'trigger': 'repeat', 'header' : { 'packet_type' :"
                    + " '1RTT', 'packet_number' : 1, 'packet_size' : 130 }}]")
                .formatted(path, path, path));
  }

  static List<StackForm> forms() {
    String ngtcp2 =
        "{'qlog_format':'JSON-SEQ','qlog_version':'0.3','trace':{'vantage_point':{'name':'ngtcp2',"
            + "'type':'client'},'common_fields':{'protocol_type':['QUIC'],'time_format':'relative',"
            + "'reference_time':0,'group_id':'206b'}}}";
    String imquicHeader =
        "'%s','serialization_format':'%s','title':'imquic','event_schemas':["
            + "'urn:ietf:params:qlog:events:quic-10','urn:ietf:params:qlog:events:http3-10',"
            + "'urn:ietf:params:qlog:events:moqt-00']";
    String imquicTrace =
        "'vantage_point':{'name':'imquic 0.0.1','type':'client'},'common_fields':{'ODCID':'ab12',"
            + "'protocol_types':['QUIC','MOQT'],'time_format':'absolute','reference_time':{"
            + "'clock_type':'system','epoch':'1970-01-01T00:00:00.000Z'}}";
    String[] imquic = with("", 1795349451411.5);
    for (int i = 1; i < imquic.length; i++) {
      imquic[i] =
          imquic[i].replace("transport:", "quic:").replace("recovery:packet", "quic:packet");
    }
    String imquicEvents = String.join(",", List.of(imquic).subList(1, imquic.length));
    String[] imquicSequence = imquic.clone();
    imquicSequence[0] =
        "{'file_schema':"
            + imquicHeader.formatted(URI, "application/qlog+json-seq")
            + ",'trace':{"
            + imquicTrace
            + "}}";
    String mvfst =
        "{'file_schema':'"
            + CONTAINED_URI
            + "','serialization_format':'application/qlog+json','title':'mvfst"
            + " qlog','description':"
            + "'d','traces':[{'vantage_point':{'type':'server','name':'server'},'title':'t',"
            + "'common_fields':{'odcid':'0a0b0c0d','scid':'11','reference_time':{'clock_type':"
            + "'monotonic','epoch':'unknown'}},'event_schemas':['urn:ietf:params:qlog:events:quic',"
            + "'urn:ietf:params:qlog:events:mvfst'],'events':[";
    String mvfstSent =
        "{'time':10.0,'name':'quic:packet_sent','data':{'header':{'packet_type':'1RTT',"
            + "'packet_number':%d},'raw':{'length':130},'frames':[{'frame_type':'stream',"
            + "'stream_id':'0','offset':%d,'fin':false,'raw':{'length':100}}]}},";
    String oldSent =
        "['10000','transport','packet_sent',{'packet_type':'1RTT','header':{'packet_number':%d,"
            + "'packet_size':130},'frames':[{'frame_type':'stream','id':'0','offset':%d,'length':100,"
            + "'fin':false}]}],";
    return List.of(
        new StackForm(
            "mvfst since 2025-11",
            "mvfst",
            VantagePoint.SERVER,
            CONTAINED_URI,
            mvfst
                + mvfstSent.formatted(0, 0)
                + mvfstSent.formatted(1, 100)
                + "{'time':60.0,'name':'quic:packet_received','data':{'header':{'packet_type':"
                + "'1RTT','packet_number':0},'raw':{'length':30},'frames':[{'frame_type':'ack_ecn',"
                + "'ack_delay':0,'acked_ranges':[[0,0]],'ecn_ect0':0,'ecn_ect1':0,'ecn_ce':0}]}},"
                + "{'time':60.0,'name':'quic:recovery_metrics_updated','data':{'latest_rtt':50.0,"
                + "'min_rtt':50.0,'smoothed_rtt':50.0,'ack_delay':0.0}},{'time':60.0,'name':"
                + "'quic:packet_lost','data':{'largest_lost_packet_num':1,'lost_bytes':130,"
                + "'lost_packets':1}}]}]}"),
        new StackForm(
            "mvfst before",
            "mvfst",
            VantagePoint.SERVER,
            "draft-00",
            "{'qlog_version':'draft-00','title':'mvfst qlog','description':'Converted from file',"
                + "'summary':{'trace_count':1,'max_duration':50000,'max_outgoing_loss_rate':'',"
                + "'total_event_count':5},'traces':[{'vantage_point':{'type':'server','name':'server'},'title':'mvfst"
                + " qlog from single connection','description':'Generated',"
                + "'configuration':{'time_offset':0,'time_units':'us'},'common_fields':{"
                + "'reference_time':'0','dcid':'0a0b','scid':'11','protocol_type':'QUIC_HTTP3'},"
                + "'event_fields':['relative_time','category','event','data'],'events':["
                + oldSent.formatted(0, 0)
                + oldSent.formatted(1, 100)
                + "['60000','transport','packet_received',{'packet_type':'1RTT','header':{"
                + "'packet_number':0,'packet_size':30},'frames':[{'frame_type':'ack','ack_delay':0,"
                + "'acked_ranges':[[0,0]]}]}],['60000','recovery','metric_update',{'latest_rtt':"
                + "50000,'min_rtt':50000,'smoothed_rtt':50000,'ack_delay':0}],['60000','loss',"
                + "'packets_lost',{'largest_lost_packet_num':1,'lost_bytes':130,'lost_packets':1}]"
                + "]}]}"),
        new StackForm("picoquic", "picoquic", VantagePoint.SERVER, "draft-00", picoquic("", "")),
        new StackForm(
            "picoquic, multipath",
            "picoquic",
            VantagePoint.SERVER,
            "draft-00",
            picoquic("'path_id', ", "0, ")),
        new StackForm("ngtcp2", "ngtcp2", VantagePoint.CLIENT, "0.3", sequence(with(ngtcp2, 0))),
        new StackForm(
            "gtlsclient of ngtcp2",
            "ngtcp2",
            VantagePoint.CLIENT,
            "0.3",
            sequence(with(ngtcp2.replace("'ngtcp2'", "'gtlsclient'"), 0))),
        new StackForm(
            "imquic, contained",
            "imquic",
            VantagePoint.CLIENT,
            CONTAINED_URI,
            "{'file_schema':"
                + imquicHeader.formatted(CONTAINED_URI, "application/qlog+json")
                + ",'traces':[{"
                + imquicTrace
                + ",'events':["
                + imquicEvents
                + "]}]}"),
        new StackForm(
            "imquic, sequential", "imquic", VantagePoint.CLIENT, URI, sequence(imquicSequence)));
  }
}
