package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stack that wrote a log shows in its header, or in the form of its events. */
class ProducersTest {

  private static String producer(String header, String event) {
    String text =
        Qlogs.sequence(
            Qlogs.json(header), Qlogs.json("{'time':1,'name':'quic:packet_sent'," + event + "}"));
    return Qlogs.only(Qlogs.analyze(text)).producer().orElse(null);
  }

  private static final String PACKET = "'data':{'header':{'packet_type':'1RTT','packet_number':0}}";

  @ParameterizedTest
  @CsvSource({
    "aioquic,aioquic",
    "ngtcp2,ngtcp2",
    "gtlsserver,ngtcp2",
    "osslclient,ngtcp2",
    "kwik,kwik",
    "neqo-client,neqo",
    "neqo-server,neqo",
    "imquic 0.0.1,imquic",
    "backend-67,picoquic",
    "go quic,x/net/quic",
    "quic-go,quic-go",
    "pcap,pcap2qlog",
    "TODO,pcap2qlog",
    "relay-1,",
    "'',"
  })
  void byTheNameOfTheVantagePoint(String name, String producer) {
    String header =
        "{'qlog_version':'0.3','trace':{'vantage_point':{'name':'%s','type':'client'}}}"
            .formatted(name);

    assertThat(producer(header, PACKET)).isEqualTo(producer);
  }

  @ParameterizedTest
  @CsvSource({
    "quic-go qlog,quic-go",
    "mvfst qlog,mvfst",
    "picoquic,picoquic",
    "tokio-quiche qlog,quiche",
    "quiche-client qlog id=0a1b,quiche",
    "netty-quiche client,quiche",
    "moq-native client,quinn",
    "moq-relay,quinn",
    "h2o/quicly qlog,quicly",
    "id=SERVER-e433a4c288cd3c2c,tquic",
    "gtlsserver,ngtcp2",
    "a link with onequiche,",
    "monoqular,",
    "id=server,"
  })
  void byATitleOrDescription(String title, String producer) {
    for (String place :
        new String[] {
          "{'qlog_version':'0.3','title':'%s','trace':{}}",
          "{'qlog_version':'0.3','description':'%s','trace':{}}",
          "{'qlog_version':'0.3','trace':{'title':'%s'}}",
          "{'qlog_version':'0.3','trace':{'description':'%s'}}"
        }) {
      assertThat(producer(place.formatted(title), PACKET)).as(place).isEqualTo(producer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'code_version':'v0.65.0','trace':{}|quic-go",
        "'configuration':{'code_version':'v0.37.5'},'trace':{}|quic-go",
        "'trace':{'configuration':{'code_version':'(devel)'}}|quic-go",
        "'trace':{'event_schemas':['urn:ietf:params:qlog:events:mvfst']}|mvfst",
        "'event_schemas':['urn:ietf:params:qlog:events:mvfst'],'trace':{}|mvfst",
        "'trace':{'common_fields':{'reference_time':{'clock_type':'','epoch':''}}}|noq",
        "'trace':{'common_fields':{'reference_time':{'clock_type':'system','epoch':'unknown'}}}|"
      })
  void byAnotherMemberOfTheHeader(String members, String producer) {
    String header = "{'qlog_version':'0.3'," + members + "}";

    assertThat(producer(header, PACKET)).isEqualTo(producer);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'data':{'header':{'packet_type':'1RTT','packet_number':0,'length':9}},'group_id':'a'|quinn",
        "'data':{'header':{'packet_type':'1RTT','packet_number':0}},'group_id':'a'|",
        "'data':{'header':{'packet_type':'1RTT','packet_number':0,'length':9}}|",
        "'data':{'header':{'packet_type':'1RTT','packet_number':0,'length':9},'frames':[]},'group_id':'a'|noq",
        "'data':{'header':{'packet_type':'1RTT','packet_number':0},'send_at_time':0.1}|quiche",
        "'data':{'cf_lost_packets':{'total':1,'delta':1}}|quiche"
      })
  void byTheFormOfAnEvent(String event, String producer) {
    String header = "{'file_schema':'urn:x','trace':{'event_schemas':[]}}";

    assertThat(producer(header, event)).isEqualTo(producer);
  }
}
