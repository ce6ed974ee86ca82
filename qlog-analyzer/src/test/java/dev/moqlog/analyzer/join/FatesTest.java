package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.DirectionSummary;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedSummary.Flag;
import dev.moqlog.analyzer.summary.NetworkLoss;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatesTest {

  private static final String ACK = "{'frame_type':'ack','acked_ranges':[[0,0]]}";

  @TempDir Path directory;

  private final Ends ends = new Ends();

  /** The server acknowledges, so that clocks can be compared. */
  @BeforeEach
  void bothWays() {
    ends.up(0, 10.0, 0).down(0, 10.0, 0);
  }

  private DirectionSummary toServer() {
    return ends.join(directory).clientToServer();
  }

  @Test
  void whatALaterPacketOvertookIsLost() {
    ends.up(1, null, 1).up(2, null, 2).up(3, 13.0, 3).up(4, null, 4).up(5, 15.0, 5);

    DirectionSummary sent = toServer();
    assertThat(sent.sent()).isEqualTo(6);
    assertThat(sent.received()).isEqualTo(3);
    assertThat(sent.loss().lost()).isEqualTo(3);
    assertThat(sent.loss().lostBytes()).hasValue(1001 + 1002 + 1004);
    assertThat(sent.loss().lostDatagrams()).isEqualTo(3);
    assertThat(sent.loss().ratio()).hasValue(0.5);
    assertThat(sent.loss().unresolved()).isZero();
    assertThat(sent.declared().undeclared()).isEqualTo(3);
  }

  @Test
  void runsOfLossesAreToldWithTheDelaysAroundThem() {
    ends.up(1, 16.0, 1).up(2, null, 2).up(3, null, 3).up(4, 14.0, 4).up(6, null, 5).up(7, 18.0, 6);
    ends.down(500, 510.0, 1);

    NetworkLoss loss = toServer().loss();
    // Packet 1 came 2 ms later than one sent afterwards; so might have packet 5.
    assertThat(loss.runs()).isEqualTo(2);
    assertThat(loss.longestRun()).isEqualTo(2);
    assertThat(loss.meanRun()).hasValue(1.5);
    NetworkLoss.Run run = loss.worstRuns().get(0);
    assertThat(run.firstSentNanos()).isEqualTo(2_000_000);
    assertThat(run.spanNanos()).isEqualTo(1_000_000);
    assertThat(run.packets()).isEqualTo(2);
    assertThat(run.bytes()).isEqualTo(2_005);
    assertThat(run.delayBeforeNanos()).hasValue(5_000_000);
    assertThat(run.delayAfterNanos()).hasValue(0);
    assertThat(run.silenceNanos()).hasValue(0);
  }

  @Test
  void whatWasUnderWayWhenThePeersLogEndedIsUnresolved() {
    ends.up(1, 11.0, 1).up(2, null, 2).up(3, null, 3);

    NetworkLoss loss = toServer().loss();
    assertThat(loss.lost()).isZero();
    assertThat(loss.unresolved()).isEqualTo(2);
    assertThat(loss.unresolvedBytes()).hasValue(2_005);
    assertThat(loss.ratio()).hasValue(0);
  }

  @Test
  void whatThePeerWouldHaveLoggedIsLostEvenIfNothingElseCame() {
    ends.up(1, null, 1).up(2, null, 2).down(500, 510.0, 1);

    NetworkLoss loss = toServer().loss();
    assertThat(loss.lost()).isEqualTo(2);
    assertThat(loss.longestRun()).isEqualTo(2);
    assertThat(loss.worstRuns().get(0).delayAfterNanos()).isEmpty();
  }

  @Test
  void whatCameAfterThePeerClosedIsUnresolved() {
    ends.down(20, 30.0, 1, "{'frame_type':'connection_close'}");
    ends.up(15, null, 1).down(500, 510.0, 2);

    assertThat(toServer().loss().unresolved()).isEqualTo(1);
  }

  @Test
  void declaredPacketsThatArrivedAreSpurious() {
    ends.up(1, null, 1).up(2, 30.0, 2).up(3, null, 3).up(4, 14.0, 4).down(100, 110.0, 1);
    for (int number : new int[] {1, 2, 2, 77}) {
      ends.client(
          "{'time':60,'name':'recovery:packet_lost','data':{'header':{'packet_type':'1RTT',"
              + "'packet_number':"
              + number
              + "}}}");
    }

    DirectionSummary sent = toServer();
    assertThat(sent.declared().declared()).isEqualTo(2);
    assertThat(sent.declared().spurious()).isEqualTo(1);
    assertThat(sent.declared().lost()).isEqualTo(1);
    assertThat(sent.declared().undeclared()).isEqualTo(1);
    assertThat(sent.declared().unknown()).isZero();
    assertThat(sent.arrival().reordered()).isEqualTo(1);
    assertThat(sent.arrival().reorderedMaxPackets()).isEqualTo(2);
    assertThat(sent.arrival().reorderedMaxNanos()).isEqualTo(16_000_000);
  }

  @Test
  void lostAcknowledgmentsAreTold() {
    String ping = "{'frame_type':'ping'}";
    ends.up(1, null, 1, ACK).up(2, null, 2, ACK, ping).up(3, null, 3, ping).up(4, 14.0, 4, ACK);

    NetworkLoss loss = toServer().loss();
    assertThat(loss.lost()).isEqualTo(3);
    assertThat(loss.ackOnly()).hasValue(1);
    assertThat(loss.withAck()).hasValue(2);
  }

  @Test
  void packetsThatArriveTwiceAreDuplicatesAndNeitherReorderedNorLost() {
    ends.up(1, 11.0, 1).up(2, 12.0, 2);
    ends.server(Ends.event("received", "1RTT", 13, 1, 1001));
    ends.server(
        "{'time':14,'name':'transport:packet_dropped','data':{'header':{'packet_type':'1RTT',"
            + "'packet_number':2},'trigger':'duplicate'}}");

    DirectionSummary sent = toServer();
    assertThat(sent.received()).isEqualTo(3);
    assertThat(sent.arrival().duplicates()).isEqualTo(2);
    assertThat(sent.arrival().reordered()).isZero();
    assertThat(sent.arrival().packetsDropped()).isEqualTo(1);
  }

  @Test
  void packetsThatThePeerDroppedAreNoLossOfTheNetwork() {
    ends.up(1, null, 1).up(2, 12.0, 2);
    ends.server(
        "{'time':11,'name':'transport:packet_dropped','data':{'header':{'packet_type':'1RTT',"
            + "'packet_number':1}}}");

    NetworkLoss loss = toServer().loss();
    assertThat(loss.lost()).isZero();
    assertThat(loss.droppedByPeer()).isEqualTo(1);
  }

  @Test
  void packetsNeverAcknowledgedThoughLaterOnesAreAreCounted() {
    ends.up(1, 11.0, 1).up(2, 12.0, 2).up(3, 13.0, 3).up(4, 14.0, 4);
    ends.down(15, 25.0, 1, "{'frame_type':'ack','acked_ranges':[[0,1],[3,3]]}");

    assertThat(toServer().arrival().neverAcknowledged()).hasValue(1);
  }

  @Test
  void handshakePacketsDueAfterKeysWereDiscardedAreApart() {
    ends.client(Ends.event("sent", "initial", 20, 5, 1200));
    ends.server(Ends.event("received", "handshake", 15, 0, 100));
    ends.client(Ends.event("sent", "handshake", 5, 0, 100));
    ends.up(40, 50.0, 9).up(41, 51.0, 10);

    NetworkLoss loss = toServer().loss();
    assertThat(loss.keysDiscarded()).isEqualTo(1);
    assertThat(loss.lost()).isZero();
  }

  @Test
  void whatARetryAnsweredWasReceived() {
    ends.client(Ends.event("sent", "initial", 0, 0, 1200));
    ends.client(
        "{'time':20,'name':'transport:packet_received','data':{'header':{'packet_type':'retry'}}}");
    ends.client(Ends.event("sent", "initial", 21, 1, 1200));
    ends.server(Ends.event("received", "initial", 31, 1, 1200));
    ends.up(40, 50.0, 9);

    NetworkLoss loss = toServer().loss();
    assertThat(loss.droppedByPeer()).isEqualTo(1);
    assertThat(loss.lost()).isZero();
  }

  @Test
  void packetsOfOneDatagramAreOneDatagram() {
    ends.client(Ends.event("sent", "initial", 1, 0, 300));
    ends.client(Ends.event("sent", "handshake", 1, 0, 300));
    ends.up(1, null, 1).up(2, null, 2).up(3, 13.0, 3);

    NetworkLoss loss = toServer().loss();
    assertThat(loss.lost()).isEqualTo(4);
    // The first 1-RTT packet, of 1,001 bytes, does not fit behind the two before it.
    assertThat(loss.lostDatagrams()).isEqualTo(3);
  }

  @Test
  void theWorseDirectionIsTold() {
    ends.up(1, null, 1).up(2, 12.0, 2).down(1, 11.0, 1).down(2, 12.0, 2);

    assertThat(ends.join(directory).worse()).contains(Direction.CLIENT_TO_SERVER);
  }

  @Test
  void whatTheSendersLogLacksIsFlagged() {
    ends.server(Ends.event("received", "1RTT", 20, 99, 1099));

    JoinedSummary joined = ends.join(directory);
    assertThat(joined.flags()).containsExactly(Flag.RECEIVED_BUT_NOT_SENT);
    assertThat(joined.clientToServer().arrival().notLoggedAsSent()).isEqualTo(1);
  }
}
