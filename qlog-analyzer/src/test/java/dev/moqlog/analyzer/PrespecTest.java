package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.vocabulary.VantagePoint;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The form of 2018, before any draft: one trace that is the whole file. */
class PrespecTest {

  private static final String EVENTS =
      "[[0,'CONNECTIVITY','NEW CONNECTION','LINE',{'ip_version':'4'}],"
          + "[3,'TRANSPORT','PACKET_RX','LINE',{'header':{'type':'Initial','packet_number':'0'}}],"
          + "[29,'TRANSPORT','PACKET_RX','LINE',{'header':{'type':'Initial','packet_number':'0'}}]]";

  private static final String HEADER =
      "'quic_version':'0xff00000f','qlog_version':'0.1','vantagepoint':'NETWORK',"
          + "'connectionid':'0e8ac117cd49382c','starttime':1545039830.418219,"
          + "'fields':['time','category','type','trigger','data']";

  private static void expect(String text) {
    Qlogs.Analysis source = Qlogs.analyze(Qlogs.json(text));
    ConnectionSummary connection = Qlogs.only(source);

    assertThat(source.problems()).isEmpty();
    assertThat(connection.connectionId()).isEqualTo("0e8ac117cd49382c");
    assertThat(connection.vantagePoint()).isEqualTo(VantagePoint.NETWORK);
    assertThat(connection.events()).isEqualTo(3);
    assertThat(connection.startTime()).contains(Instant.parse("2018-12-17T09:43:50.418219Z"));
    assertThat(connection.durationNanos()).hasValue(29_000_000);
  }

  @Test
  void whatTheHeaderAndTheTimesSayIsRead() {
    expect("{" + HEADER + ",'events':" + EVENTS + "}");
  }

  @Test
  void eventsMayComeFirst() {
    expect("{'events':" + EVENTS + "," + HEADER + "}");
  }

  @Test
  void packetsSeenOnThePathAreNeitherSentNorReceived() {
    String text = "{" + HEADER + ",'events':" + EVENTS + "}";

    assertThat(Qlogs.only(Qlogs.analyze(Qlogs.json(text))).packets()).isEmpty();
  }
}
