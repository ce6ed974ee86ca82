package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.analyze;
import static dev.moqlog.analyzer.Qlogs.json;
import static dev.moqlog.analyzer.Qlogs.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.connection.moq.MoqObjectLog;
import dev.moqlog.analyzer.connection.moq.ObjectDelays;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects on their way through a relay, and from a publisher to a subscriber. */
class MoqRelayTest {

  private static final String TRACK = "'track_namespace':['live'],'track_name':'video'";

  private static String event(double time, String group, String name, String data) {
    String id = group.isEmpty() ? "" : "'group_id':'" + group + "',";
    return json("{'time':" + time + "," + id + "'name':'moqt:" + name + "','data':{" + data + "}}");
  }

  /** The relay's connection to the publisher: five objects, 10 ms apart, alias 7. */
  private static List<String> upstream(String group) {
    List<String> events = new ArrayList<>();
    events.add(
        event(
            0,
            group,
            "control_message_created",
            "'message':{'type':'subscribe','request_id':0," + TRACK + "}"));
    events.add(
        event(100, group, "object_datagram_parsed", "'track_alias':7,'group_id':1,'object_id':0"));
    events.add(
        event(
            101,
            group,
            "control_message_parsed",
            "'message':{'type':'subscribe_ok','request_id':0,'track_alias':7}"));
    for (int i = 1; i < 5; i++) {
      events.add(
          event(
              100 + 10 * i,
              group,
              "object_datagram_parsed",
              "'track_alias':7,'group_id':1,'object_id':" + i));
    }
    return events;
  }

  /** One to a subscriber: the objects but the last are sent on after 2, 4, 6 and 8 ms, alias 3. */
  private static List<String> downstream(String group) {
    List<String> events = new ArrayList<>();
    events.add(
        event(
            50,
            group,
            "control_message_parsed",
            "'message':{'type':'subscribe','request_id':0," + TRACK + "}"));
    events.add(
        event(
            51,
            group,
            "control_message_created",
            "'message':{'type':'subscribe_ok','request_id':0,'track_alias':3}"));
    for (int i = 0; i < 4; i++) {
      events.add(
          event(
              102 + 12 * i,
              group,
              "object_datagram_created",
              "'track_alias':3,'group_id':1,'object_id':" + i));
    }
    return events;
  }

  private static String log(List<String> events) {
    List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
    events.stream()
        .sorted((a, b) -> Double.compare(MoqSession.time(a), MoqSession.time(b)))
        .forEach(records::add);
    return sequence(records.toArray(String[]::new));
  }

  private static Content content(String log) {
    return Content.once(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void oneLogOfARelayTellsHowLongObjectsStay() {
    List<String> events = new ArrayList<>(upstream("aa"));
    events.addAll(downstream("bb"));
    events.addAll(downstream("cc"));
    List<ConnectionSummary> connections = analyze(log(events)).connections();
    assertThat(connections)
        .extracting(ConnectionSummary::connectionId)
        .containsExactly("aa", "bb", "cc");
    for (ConnectionSummary subscriber : connections.subList(1, 3)) {
      MoqTrackSummary track = subscriber.moq().orElseThrow().tracks().get(0);
      DistributionSummary residence = track.timing().residenceNanos().orElseThrow();
      // The first object came under an alias that was not named yet.
      assertThat(residence.samples()).isEqualTo(4);
      assertThat(residence.min()).isEqualTo(MoqSession.millis(2));
      assertThat(residence.max()).isEqualTo(MoqSession.millis(8));
    }
    assertThat(connections.get(0).moq().orElseThrow().tracks().get(0).timing().residenceNanos())
        .isEmpty();
  }

  @Test
  void theLogsOfARelayMayBeReadInAnyOrder() {
    List<String> logs = List.of(log(upstream("")), log(downstream("")), log(downstream("")));
    for (int first = 0; first < 3; first++) {
      ObjectDelays delays = new ObjectDelays(0);
      for (int i = 0; i < 3; i++) {
        MoqObjectLog.readRelay(content(logs.get((first + i) % 3)), delays);
      }
      ObjectDelays.Summary summary = delays.summary();
      assertThat(summary.departed()).isEqualTo(5);
      assertThat(summary.delivered()).isEqualTo(4);
      assertThat(summary.arrived()).isEqualTo(8);
      assertThat(summary.delayNanos().orElseThrow().samples()).isEqualTo(8);
      assertThat(summary.delayNanos().orElseThrow().mean()).isEqualTo(MoqSession.millis(5));
    }
  }

  @Test
  void bothEndsTellTheLatencyWithTheOffsetOfTheirClocks() {
    String publisher = log(downstream(""));
    // The subscriber's clock is 1000 ms behind, and objects take 30 ms.
    String subscriber =
        log(downstream(""))
            .replace("_created", "_X")
            .replace("_parsed", "_created")
            .replace("_X", "_parsed");
    ObjectDelays delays = new ObjectDelays(MoqSession.millis(30));
    MoqObjectLog.readPublisher(content(publisher), delays);
    MoqObjectLog.readSubscriber(content(subscriber), delays);
    assertThat(delays.summary().delayNanos().orElseThrow().min()).isEqualTo(MoqSession.millis(30));
    assertThat(delays.summary().delayNanos().orElseThrow().max()).isEqualTo(MoqSession.millis(30));
    ObjectDelays behind = new ObjectDelays(-MoqSession.millis(1));
    MoqObjectLog.readPublisher(content(publisher), behind);
    MoqObjectLog.readSubscriber(content(subscriber), behind);
    assertThat(behind.summary().delayNanos()).isEmpty();
    assertThat(behind.summary().negative()).isEqualTo(4);
  }

  @Test
  void logsWithAWallClockAreOnOneAxis() {
    // moq-rs writes milliseconds since 1970.
    ObjectDelays delays = new ObjectDelays(0);
    String header =
        "{\"qlog_version\":\"0.3\",\"qlog_format\":\"JSON-SEQ\",\"trace\":{\"common_fields\":%s}}";
    String relative =
        header.formatted("{\"time_format\":\"relative\",\"reference_time\":1700000000000}");
    String absolute = header.formatted("{}");
    String parsed = log(upstream("")).replace(Qlogs.HEADER, relative);
    StringBuilder created = new StringBuilder();
    for (String record : log(downstream("")).replace(Qlogs.HEADER, absolute).split("\u001e")) {
      created.append('\u001e');
      created.append(
          record.contains("\"time\"")
              ? record.replaceFirst(
                  "\"time\":[0-9.]+",
                  "\"time\":" + (1_700_000_000_000L + (long) MoqSession.time(record)))
              : record);
    }
    MoqObjectLog.readRelay(content(created.toString()), delays);
    MoqObjectLog.readRelay(content(parsed), delays);
    assertThat(delays.summary().delayNanos().orElseThrow().mean()).isEqualTo(MoqSession.millis(5));
  }

  @Test
  void moreObjectsThanAreKeptAreGivenUp() {
    ObjectDelays delays = new ObjectDelays(0);
    for (int i = 0; i < 200_000; i++) {
      delays.left("t", 0, i, i);
      delays.arrived("other", 0, i, i);
    }
    assertThat(delays.arrived("t", 0, 0, 5)).isEqualTo(ObjectDelays.UNKNOWN);
    assertThat(delays.arrived("t", 0, 199_999, 200_004)).isEqualTo(5);
  }
}
