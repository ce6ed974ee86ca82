package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SpaceSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packet numbers of several paths, as multipath QUIC has them and as a migration has not. */
class MultipathTest {

  private static String sent(double time, long path, long number) {
    return json(
        "{'time':%s,'name':'quic:packet_sent','data':{'header':{'packet_type':'1RTT','packet_number':%d,'path_id':%d},'raw':{'length':1000},'frames':[{'frame_type':'ping'}]}}"
            .formatted(time, number, path));
  }

  private static String acked(double time, long number, String type, long path, long last) {
    return json(
        "{'time':%s,'name':'quic:packet_received','data':{'header':{'packet_type':'1RTT','packet_number':%d,'path_id':0},'frames':[{'frame_type':'%s','path_id':%d,'acked_ranges':[[%s,%d]]}]}}"
            .formatted(time, number, type, path, last < 5 ? "0" : "5", last));
  }

  private static String lostWithoutPath(double time, long number) {
    return json(
        "{'time':%s,'name':'quic:packet_lost','data':{'header':{'packet_type':'1RTT','packet_number':%d}}}"
            .formatted(time, number));
  }

  private static ConnectionSummary analyze(List<String> events) {
    List<String> records = new ArrayList<>();
    records.add(Qlogs.HEADER);
    records.addAll(events);
    return Qlogs.only(Qlogs.analyze(Qlogs.sequence(records.toArray(String[]::new))));
  }

  @Test
  void eachPathHasPacketNumbersOfItsOwn() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(sent(i, 0, i));
      events.add(sent(i + 0.5, 1, i));
    }
    events.add(acked(50, 0, "path_ack", 0, 9));
    events.add(acked(51, 1, "path_ack", 0, 4));
    events.add(acked(52, 2, "path_ack", 1, 9));

    ConnectionSummary connection = analyze(events);

    assertThat(connection.packets().orElseThrow().sent()).isEqualTo(20);
    assertThat(connection.spaces())
        .extracting(SpaceSummary::pathId, SpaceSummary::sent, SpaceSummary::inferred)
        .containsExactly(tuple(0L, 10L, 0L), tuple(1L, 10L, 5L));
  }

  @Test
  void aLossWithoutAPathIsOfThePathThatStillWaitsForThatNumber() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(sent(i, 0, i));
      events.add(sent(i + 0.5, 1, i));
    }
    events.add(acked(50, 0, "path_ack", 0, 4));
    events.add(acked(51, 1, "path_ack", 1, 9));
    events.add(lostWithoutPath(52, 2));
    events.add(lostWithoutPath(53, 7));

    ConnectionSummary connection = analyze(events);

    assertThat(connection.loss().orElseThrow().declared()).isEqualTo(2);
    assertThat(connection.loss().orElseThrow().spurious()).hasValue(0);
    assertThat(connection.spaces())
        .extracting(SpaceSummary::pathId, SpaceSummary::declared)
        .containsExactly(tuple(0L, 1L), tuple(1L, 1L));
  }

  @Test
  void pathsThatGoOnWithTheSameNumbersShareOneSpace() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(sent(i, i < 5 ? 0 : 1, i));
    }
    events.add(acked(50, 0, "ack", 0, 4));
    events.add(acked(51, 1, "ack", 0, 9));

    ConnectionSummary connection = analyze(events);

    assertThat(connection.spaces()).hasSize(1);
    assertThat(connection.loss().orElseThrow().unresolved()).hasValue(0);
    assertThat(connection.loss().orElseThrow().inferred()).hasValue(0);
  }
}
