package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.StackForm.*;

import dev.moqlog.vocabulary.VantagePoint;
import java.util.List;

/** The exchange of {@link StackFormsTest} as written by quic-go, x/net/quic, aioquic; and kwik. */
final class GoAndPythonStacks {

  private GoAndPythonStacks() {}

  static List<StackForm> forms() {
    String quicGo =
        "{'file_schema':'"
            + URI
            + "','serialization_format':'application/qlog+json-seq','title':'quic-go qlog',"
            + "'code_version':'v0.65.0','trace':{'event_schemas':["
            + "'urn:ietf:params:qlog:events:quic-12'],'vantage_point':{'type':'server'},"
            + "'common_fields':{'group_id':'b79d9e36','reference_time':{'clock_type':'monotonic',"
            + "'epoch':'unknown','wall_clock_time':'2026-11-22T12:10:37.8Z'}}},"
            + "'qlog_format':'JSON-SEQ','qlog_version':'0.3'}";
    String quicGo037 =
        "{'qlog_format':'NDJSON','qlog_version':'draft-02','title':'any','configuration':{"
            + "'code_version':'v0.37.5'},'trace':{'vantage_point':{'type':'server'},"
            + "'common_fields':{'ODCID':'66f9','group_id':'66f9','reference_time':1795349729054.8,"
            + "'time_format':'relative'}}}";
    String xnet =
        "{'qlog_version':'0.3','qlog_format':'JSON-SEQ','trace':{'common_fields':{'protocol_type':"
            + "['QUIC'],'time_format':'relative','reference_time':1795349746180.339732,'group_id':'63eb'},'vantage_point':{'name':'go"
            + " quic','type':'client'}}}";
    String[] aioquic = with("", 1795349451411.5);
    aioquic[4] = aioquic[4].replace("'latest_rtt'", "'cwnd':12000,'latest_rtt'");
    aioquic[5] = event(1795349451471.5, "recovery:packet_lost", "'type':'1RTT','packet_number':1");
    String[] kwik = with("", 0);
    for (int i = 1; i < kwik.length; i++) {
      kwik[i] =
          kwik[i]
              .replace(".0,'name", ",'name")
              .replace("'ack_delay':0,", "")
              .replace("[[0]]", "[[0,0]]");
    }
    return List.of(
        new StackForm("quic-go", "quic-go", VantagePoint.SERVER, "0.3", sequence(with(quicGo, 0))),
        new StackForm(
            "quic-go 0.37", "quic-go", VantagePoint.SERVER, "draft-02", lines(with(quicGo037, 0))),
        new StackForm(
            "x/net/quic", "x/net/quic", VantagePoint.CLIENT, "0.3", sequence(with(xnet, 0))),
        new StackForm(
            "aioquic",
            "aioquic",
            VantagePoint.CLIENT,
            "0.3",
            "{'qlog_format': 'JSON', 'qlog_version': '0.3', 'traces': [{'common_fields':"
                + " {'ODCID': 'ef12'}, 'events': ["
                + String.join(", ", List.of(aioquic).subList(1, aioquic.length))
                + "], 'vantage_point': {'name': 'aioquic', 'type': 'client'}}]}"),
        new StackForm(
            "kwik",
            "kwik",
            VantagePoint.SERVER,
            "draft-02",
            "{'qlog_version':'draft-02','qlog_format':'JSON','traces':[{'common_fields':{'ODCID':"
                + "'0a31fbac3ef20476','time_format':'relative','reference_time':1795340887974},"
                + "'vantage_point':{'name':'kwik','type':'server'},'events':["
                + String.join(",", List.of(kwik).subList(1, kwik.length))
                + "]}]}"));
  }
}
