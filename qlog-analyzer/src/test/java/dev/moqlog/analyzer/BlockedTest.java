package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.BlockedSummary.BlockedTime;
import dev.moqlog.analyzer.summary.BlockedSummary.Reason;
import dev.moqlog.analyzer.summary.BlockedSummary.Side;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Episode;
import dev.moqlog.analyzer.summary.Source;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs in which something keeps somebody from sending for a known time. */
class BlockedTest {

  private final List<String> events = new ArrayList<>();

  private void event(double time, String name, String data) {
    events.add(Qlogs.json("{'time':%s,'name':'%s','data':{%s}}".formatted(time, name, data)));
  }

  private void parameters(String owner, String parameters) {
    event(0, "transport:parameters_set", "'owner':'%s',%s".formatted(owner, parameters));
  }

  private void initialSent() {
    event(
        0,
        "transport:packet_sent",
        "'header':{'packet_type':'initial','packet_number':0},'raw':{'length':1200},'frames':[]");
  }

  private ConnectionSummary analyze() {
    events.add(0, Qlogs.HEADER);
    return Qlogs.only(Qlogs.analyze(Qlogs.sequence(events.toArray(String[]::new))));
  }

  private static BlockedTime millis(
      Side side, Reason reason, Source source, long periods, long sum, long longest, long streams) {
    return new BlockedTime(
        side, reason, source, periods, sum * 1_000_000, longest * 1_000_000, streams);
  }

  private static String max(String type, String member) {
    return "{'frame_type':'%s',%s}".formatted(type, member);
  }

  @Test
  void aSenderWhoUsesUpTheConnectionsLimitIsBlockedUntilTheRaiseArrives() {
    initialSent();
    parameters("remote", "'initial_max_data':1000");
    events.add(Qlogs.sent(10, 0, Qlogs.stream(0, 0, 600)));
    events.add(Qlogs.sent(12, 1, Qlogs.stream(4, 0, 400)));
    events.add(Qlogs.received(62, 0, max("max_data", "'maximum':5000")));
    events.add(Qlogs.sent(62.5, 2, Qlogs.stream(0, 600, 500)));

    ConnectionSummary connection = analyze();

    assertThat(connection.blocked().orElseThrow().reasons())
        .containsExactly(
            millis(Side.LOCAL, Reason.CONNECTION_FLOW_CONTROL, Source.INFERRED, 1, 50, 50, 0));
    Episode episode =
        connection.episodes().stream()
            .filter(any -> any.kind() == Episode.Kind.BLOCKED)
            .findFirst()
            .orElseThrow();
    assertThat(episode.startNanos()).isEqualTo(12_000_000);
    assertThat(episode.endNanos()).isEqualTo(62_000_000);
    assertThat(episode.lastOffset()).isGreaterThan(episode.firstOffset());
    assertThat(episode.value()).isEqualTo(Reason.CONNECTION_FLOW_CONTROL.ordinal());
  }

  @Test
  void whoUsesARaiseMuchLaterHadNothingToSend() {
    initialSent();
    parameters("remote", "'initial_max_data':1000");
    events.add(Qlogs.sent(10, 0, Qlogs.stream(0, 0, 1000)));
    events.add(Qlogs.received(62, 0, max("max_data", "'maximum':5000")));
    events.add(Qlogs.sent(90, 1, Qlogs.stream(0, 1000, 500)));

    assertThat(analyze().blocked().orElseThrow().local(Reason.CONNECTION_FLOW_CONTROL)).isEmpty();
  }

  @Test
  void aBlockedFrameProvesThatThereWasMoreToSend() {
    initialSent();
    parameters("remote", "'initial_max_stream_data_bidi_remote':1000");
    events.add(
        Qlogs.sent(
            10,
            0,
            Qlogs.stream(0, 0, 1000),
            max("stream_data_blocked", "'stream_id':0,'limit':1000")));
    events.add(Qlogs.received(30, 0, max("max_stream_data", "'stream_id':0,'maximum':5000")));

    assertThat(analyze().blocked().orElseThrow().reasons())
        .containsExactly(
            millis(Side.LOCAL, Reason.STREAM_FLOW_CONTROL, Source.INFERRED, 1, 20, 20, 1));
  }

  @Test
  void aStreamThatCannotBeOpenedCountsUntilItIs() {
    initialSent();
    parameters("remote", "'initial_max_streams_bidi':1");
    events.add(Qlogs.sent(10, 0, Qlogs.stream(0, 0, 10)));
    events.add(
        Qlogs.sent(11, 1, max("streams_blocked", "'stream_type':'bidirectional','limit':1")));
    events.add(
        Qlogs.received(40, 0, max("max_streams", "'stream_type':'bidirectional','maximum':2")));
    events.add(Qlogs.sent(40, 2, Qlogs.stream(4, 0, 10)));

    assertThat(analyze().blocked().orElseThrow().local(Reason.STREAM_ID))
        .contains(millis(Side.LOCAL, Reason.STREAM_ID, Source.INFERRED, 1, 30, 30, 0));
  }

  @Test
  void thePauseAtALimitTellsForHowLongThePeerWasBlocked() {
    initialSent();
    parameters("local", "'initial_max_data':1000");
    event(1, "recovery:metrics_updated", "'smoothed_rtt':40,'latest_rtt':40");
    events.add(Qlogs.received(10, 0, Qlogs.stream(0, 0, 500)));
    // The raise leaves before all of the old limit has come.
    events.add(Qlogs.sent(10, 0, max("max_data", "'maximum':1500")));
    events.add(Qlogs.received(11, 1, Qlogs.stream(0, 500, 500)));
    events.add(Qlogs.received(50, 2, Qlogs.stream(0, 1000, 100)));

    assertThat(analyze().blocked().orElseThrow().reasons())
        .containsExactly(
            millis(Side.REMOTE, Reason.CONNECTION_FLOW_CONTROL, Source.INFERRED, 1, 39, 39, 0));
  }

  @Test
  void aFullWindowIsCongestion() {
    event(0, "recovery:metrics_updated", "'congestion_window':10000,'bytes_in_flight':1000");
    event(10, "recovery:metrics_updated", "'bytes_in_flight':9900");
    event(25, "recovery:metrics_updated", "'bytes_in_flight':5000");

    assertThat(analyze().blocked().orElseThrow().reasons())
        .containsExactly(
            millis(Side.LOCAL, Reason.CONGESTION_CONTROL, Source.INFERRED, 1, 15, 15, 0));
  }

  @Test
  void aPauseWithNothingInFlightIsTheApplications() {
    initialSent();
    event(0, "recovery:metrics_updated", "'smoothed_rtt':20,'congestion_window':10000");
    events.add(Qlogs.sent(10, 0, Qlogs.stream(0, 0, 1000)));
    events.add(Qlogs.received(30, 0, Qlogs.ack(0, 0)));
    events.add(Qlogs.sent(150, 1, Qlogs.stream(0, 1000, 1000)));
    events.add(Qlogs.received(170, 1, Qlogs.ack(1, 1)));
    // Data sent again does not end a pause, and what the log ends with is none.
    events.add(Qlogs.sent(400, 2, Qlogs.stream(0, 1000, 1000)));

    assertThat(analyze().blocked().orElseThrow().local(Reason.APPLICATION).orElseThrow())
        .satisfies(
            time -> {
              assertThat(time.periods()).isEqualTo(1);
              assertThat(time.nanos()).isBetween(120_000_000L, 140_000_000L);
            });
  }

  @Test
  void whatTheStackLoggedReplacesWhatWouldBeInferred() {
    event(0, "recovery:metrics_updated", "'congestion_window':10000,'bytes_in_flight':9990");
    String reason = "'new':'%s','reason':'congestion_control'";
    event(5, "quic:connection_data_blocked_updated", reason.formatted("blocked"));
    event(9, "quic:connection_data_blocked_updated", reason.formatted("unblocked"));
    event(20, "recovery:metrics_updated", "'bytes_in_flight':100");
    event(
        30, "quic:stream_data_blocked_updated", "'new':'blocked','reason':'pacing','stream_id':4");
    event(33, "quic:stream_data_blocked_updated", "'new':'unblocked','stream_id':4");

    assertThat(analyze().blocked().orElseThrow().reasons())
        .containsExactly(
            millis(Side.LOCAL, Reason.CONGESTION_CONTROL, Source.EVENT, 1, 4, 4, 0),
            millis(Side.LOCAL, Reason.PACING, Source.EVENT, 1, 3, 3, 1));
  }

  @Test
  void aServerWaitsForRoomWithinThreeTimesWhatItReceived() {
    String packet =
        "'header':{'packet_type':'%s','packet_number':%d},'raw':{'length':%d},'frames':[%s]";
    String crypto = "{'frame_type':'crypto','offset':%d,'length':1000}";
    event(0, "transport:packet_received", packet.formatted("initial", 0, 1200, ""));
    for (int i = 0; i < 3; i++) {
      String data = crypto.formatted(1000 * i);
      event(1 + i, "transport:packet_sent", packet.formatted("handshake", i, 1200, data));
    }
    event(103, "transport:packet_received", packet.formatted("handshake", 0, 50, ""));
    String more = crypto.formatted(3000);
    event(104, "transport:packet_sent", packet.formatted("handshake", 3, 1200, more));
    event(105, "recovery:metrics_updated", "'congestion_window':100000,'bytes_in_flight':4000");

    assertThat(analyze().blocked().orElseThrow().reasons())
        .containsExactly(
            millis(Side.LOCAL, Reason.AMPLIFICATION_PROTECTION, Source.INFERRED, 1, 100, 100, 0));
  }

  @Test
  void ofManyPeriodsTheLongestAreKept() {
    for (int i = 0; i < 100; i++) {
      event(1000 * i, "recovery:metrics_updated", "'congestion_window':100,'bytes_in_flight':100");
      event(1000 * i + 1 + i, "recovery:metrics_updated", "'bytes_in_flight':0");
      event(1000 * i + 900, "recovery:metrics_updated", "'congestion_window':100000");
    }

    List<Episode> episodes = analyze().episodes();

    assertThat(episodes).hasSize(16);
    assertThat(episodes).allSatisfy(e -> assertThat(e.durationNanos()).isGreaterThan(84_000_000));
  }

  @Test
  void aLogThatTellsNothingOfLimitsTellsNothingOfBlocking() {
    events.addAll(Qlogs.exchange());

    assertThat(analyze().blocked()).isEmpty();
  }
}
