package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that no stack should write, and content that is something else. */
class HostileInputTest {

  /** A sequence of the exchange with one more record, in single quotes, in its middle. */
  private static Qlogs.Analysis withRecord(String record) {
    List<String> records = new ArrayList<>(Qlogs.exchange());
    records.add(6, Qlogs.json(record));
    records.add(0, Qlogs.HEADER);
    return Qlogs.analyze(Qlogs.sequence(records.toArray(String[]::new)));
  }

  private static long events(Qlogs.Analysis source) {
    return Qlogs.only(source).events();
  }

  // Nothing, or something else.

  @Test
  void anEmptyFileIsEmpty() {
    assertThat(Qlogs.analyze("").status()).isEqualTo(Status.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "\n", " \r\n\t\n", "\u001e", "\u001e\u001e", "\u001e\n\u001e\n", "\ufeff"})
  void aFileWithoutARecordIsNoQlog(String text) {
    Qlogs.Analysis source = Qlogs.analyze(text);
    assertThat(source.status()).isEqualTo(Status.NOT_QLOG);
    assertThat(source.connections()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[1,2,3]",
        "null",
        "42",
        "\"text\"",
        "hello world",
        "{'a':1,'b':[{'c':2}]}",
        "{'traces':'no'}",
        "{'name':'a-package','version':'1.0','dependencies':{}}",
        "<html><body>{}</body></html>",
        "time,name,data\n1,2,3\n"
      })
  void otherTextIsNoQlog(String text) {
    Qlogs.Analysis source = Qlogs.analyze(Qlogs.json(text));
    assertThat(source.status()).isEqualTo(Status.NOT_QLOG);
    assertThat(source.problems()).hasSize(1);
  }

  @Test
  void randomBytesAreNoQlog() {
    for (int seed = 0; seed < 200; seed++) {
      byte[] junk = new byte[1 + seed * 100];
      new Random(seed).nextBytes(junk);
      assertThat(Qlogs.analyze(junk).status()).as("seed " + seed).isEqualTo(Status.NOT_QLOG);
    }
  }

  @Test
  void utf16IsNoQlog() {
    String text = Qlogs.sequence(Qlogs.HEADER, Qlogs.sent(0, 0));
    for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      assertThat(Qlogs.analyze(text.getBytes(charset)).status()).isEqualTo(Status.NOT_QLOG);
    }
  }

  @Test
  void aFileOfOnlyAHeaderIsAConnectionWithoutEvents() {
    Qlogs.Analysis source = Qlogs.analyze(Qlogs.sequence(Qlogs.HEADER));
    assertThat(Qlogs.only(source).flags()).containsExactly(Flag.NO_EVENTS);
    assertThat(source.intact()).isTrue();
  }

  // Records out of bounds among others.

  @ParameterizedTest
  @ValueSource(ints = {400, 600, 3_000, 100_000})
  void deepNestingCostsAtMostItsRecord(int depth) {
    Qlogs.Analysis arrays =
        withRecord("{'time':5,'name':'x:y','data':" + "[".repeat(depth) + "]".repeat(depth) + "}");
    assertThat(events(arrays)).isBetween(11L, 12L);
    Qlogs.Analysis objects =
        withRecord(
            "{'time':5,'name':'x:y','data':"
                + ("{'a':".repeat(depth) + "1" + "}".repeat(depth) + "}"));
    assertThat(events(objects)).isBetween(11L, 12L);
  }

  @Test
  void aRecordLongerThanTheLimitCostsOnlyItself() {
    Qlogs.Analysis source =
        withRecord("{'time':5,'name':'x:y','data':{'raw':'" + "a".repeat(20 << 20) + "'}}");
    assertThat(events(source)).isEqualTo(11);
    assertThat(source.skipped().records()).isEqualTo(1);
    assertThat(source.skipped().bytes()).isGreaterThan(20 << 20);
    assertThat(Qlogs.only(source).flags()).containsExactly(Flag.CORRUPT_RECORDS);
  }

  @Test
  void aLongRecordBelowTheLimitIsRead() {
    Qlogs.Analysis source =
        withRecord("{'time':5,'name':'x:y','data':{'raw':'" + "a".repeat(15 << 20) + "'}}");
    assertThat(events(source)).isEqualTo(12);
    assertThat(source.intact()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "18446744073709551615",
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "NaN",
        "Infinity",
        "-Infinity",
        "'NaN'",
        "null",
        "true",
        "{}",
        "[[]]",
        "'abc'",
        "-1",
        "0.5"
      })
  void strangeNumbersAreReadWithoutHarm(String number) {
    Qlogs.Analysis source =
        withRecord(
            ("{'name':'transport:packet_received','data':{'header':{'packet_type':'1RTT',"
                 + "'packet_number':#},'raw':{'length':#},'frames':[{'frame_type':'stream',"
                 + "'stream_id':#,'offset':#,'length':#},{'frame_type':'datagram','length':#}]}}")
                .replace("#", number));
    assertThat(events(source)).isEqualTo(12);
    assertThat(source.intact()).as(source.problems().toString()).isTrue();

    source =
        withRecord(
            ("{'time':5,'name':'recovery:metrics_updated','data':{'min_rtt':#,'smoothed_rtt':#,"
                    + "'rtt_variance':#,'cf_lost_packets':#,'congestion_window':#}}")
                .replace("#", number));
    assertThat(events(source)).isEqualTo(12);
    assertThat(source.intact()).as(source.problems().toString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "-1e999999999", "9223372036854775808", "-5", "NaN", "null"})
  void strangeTimesAreReadWithoutHarm(String time) {
    Qlogs.Analysis source = withRecord("{'time':" + time + ",'name':'x:y','data':{}}");
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.events()).isEqualTo(12);
    assertThat(connection.durationNanos().orElseThrow()).isNotNegative();
    assertThat(connection.packets().orElseThrow().sent()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\H", "\\'", "\\u12", "\\uD800", "\u0001", "\t", "\u007f"})
  void invalidEscapesCostAtMostTheirRecord(String escape) {
    Qlogs.Analysis source = withRecord("{'time':5,'name':'x:y','data':{'a':'b" + escape + "c'}}");
    assertThat(events(source)).isBetween(11L, 12L);
  }

  @Test
  void escapesThatJsonDoesNotKnowAreRead() {
    assertThat(events(withRecord("{'time':5,'name':'x:y','data':{'a':'\\H\\x'}}"))).isEqualTo(12);
  }

  @Test
  void ofDuplicateMembersOneCounts() {
    Qlogs.Analysis source =
        withRecord("{'time':5,'time':6,'name':'x:y','name':'x:z','data':{},'data':{'a':1}}");
    assertThat(events(source)).isEqualTo(12);
    assertThat(source.intact()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"initi\u0003al", "retry", "version_negotiation", "", "stateless_reset"})
  void cryptoDataInAPacketWithoutANumberSpaceIsReadWithoutHarm(String type) {
    Qlogs.Analysis source =
        withRecord(
            "{'time':5,'name':'transport:packet_sent','data':{'header':{'packet_type':'"
                + type
                + "','packet_number':0},'frames':[{'frame_type':'crypto','offset':0,'length':9},"
                + "{'frame_type':'ack','acked_ranges':[[0,0]]}]}}");
    assertThat(source.status()).isEqualTo(Status.READ);
    assertThat(events(source)).isEqualTo(12);
  }

  @Test
  void sumsOfHugeLengthsStayPositive() {
    long length = (1L << 62) - 1;
    String frame = Qlogs.stream(4, 0, length);
    String other = Qlogs.stream(8, 0, length);
    Qlogs.Analysis source =
        withRecord(
            "{'time':5,'name':'transport:packet_sent','data':{'header':{'packet_type':'1RTT',"
                + ("'packet_number':9},'raw':{'length':9223372036854775807},'frames':[")
                + (String.join(",", frame, other, frame) + "]}}"));
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.events()).isEqualTo(12);
    assertThat(connection.retransmit().orElseThrow().streamBytesSent()).isPositive();
    assertThat(connection.retransmit().orElseThrow().streamBytesRetransmitted()).isPositive();
    assertThat(connection.packets().orElseThrow().sentBytes().orElseThrow()).isPositive();
  }

  @Test
  void sumsOfHugeLossesStayPositive() {
    String event =
        "{'time':5,'name':'recovery:packet_lost','data':{'lost_packets':9223372036854775807}}";
    ConnectionSummary connection = Qlogs.only(withRecord(event + "\u001e" + event));
    assertThat(connection.events()).isEqualTo(13);
    assertThat(connection.loss().orElseThrow().declared()).isPositive();
  }

  @Test
  void inventedAndHugeAckRangesEndAtWhatWasSent() {
    Qlogs.Analysis source =
        withRecord(
            "{'time':60,'name':'transport:packet_received','data':{'header':{'packet_type':'1RTT',"
                + "'packet_number':9},'frames':[{'frame_type':'ack','acked_ranges':"
                + "[[0,4611686018427387903],[9,3],[-1,5],['x'],[],[[1]],7]}]}}");
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.events()).isEqualTo(12);
    assertThat(connection.loss().orElseThrow().spurious()).hasValue(1);
  }
}
