package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.analyze;
import static dev.moqlog.analyzer.Qlogs.json;
import static dev.moqlog.analyzer.Qlogs.only;
import static dev.moqlog.analyzer.Qlogs.received;
import static dev.moqlog.analyzer.Qlogs.sent;
import static dev.moqlog.analyzer.Qlogs.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tracks, groups, stalls and drops, from logs built event by event. */
class MoqTracksTest {

  private final List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));

  private void event(double time, String name, String data) {
    records.add(json("{'time':" + time + ",'name':'moqt:" + name + "','data':{" + data + "}}"));
  }

  private void header(double time, long stream, long alias, long group, boolean end) {
    event(
        time,
        "subgroup_header_parsed",
        "'stream_id':%d,'track_alias':%d,'group_id':%d,'subgroup_id_mode':0,'contains_end_of_group':%b"
            .formatted(stream, alias, group, end));
  }

  private void object(double time, long stream, long delta) {
    event(
        time,
        "subgroup_object_parsed",
        "'stream_id':%d,'object_id_delta':%d,'object_payload_length':100".formatted(stream, delta));
  }

  private void fin(double time, long packet, long stream) {
    records.add(
        received(
            time,
            packet,
            "{'frame_type':'stream','stream_id':" + stream + ",'offset':0,'length':9,'fin':true}"));
  }

  private MoqSummary moq() {
    return only(analyze(sequence(records.toArray(String[]::new)))).moq().orElseThrow();
  }

  private MoqTrackSummary track() {
    assertThat(moq().tracks()).hasSize(1);
    return moq().tracks().get(0);
  }

  @Test
  void aLogWithoutMoqEventsHasNoMoq() {
    assertThat(only(analyze(sequence(Qlogs.HEADER, sent(1, 1)))).moq()).isEmpty();
  }

  @Test
  void anAliasIsNamedOnceItsNameIsKnown() {
    header(1, 3, 9, 5, false);
    object(2, 3, 0);
    assertThat(track().track()).isEqualTo("alias:9");
    assertThat(track().resolved()).isFalse();
    event(
        0,
        "control_message_created",
        "'message':{'type':'subscribe','request_id':0,'track_namespace':[{'value':'a/b'}],"
            + "'track_name':{'value':'c:d'}}");
    event(
        3,
        "control_message_parsed",
        "'message':{'type':'subscribe_ok','request_id':0,'track_alias':9}");
    object(4, 3, 0);
    assertThat(track().track()).isEqualTo("a%2fb/c%3ad");
    assertThat(track().resolved()).isTrue();
    assertThat(track().delivery().objects()).isEqualTo(2);
    assertThat(track().groups().seen()).isEqualTo(1);
    assertThat(track().delivery().subgroups()).isEqualTo(1);
    // The first object came before the answer.
    assertThat(track().timing().firstObjectNanos().orElseThrow().max()).isEqualTo(2_000_000);
    assertThat(track().timing().subscribeNanos().orElseThrow().max()).isEqualTo(3_000_000);
  }

  @Test
  void tuplesThatLookAlikeAreDifferentTracks() {
    String ok = "'message':{'type':'subscribe_ok','request_id':%d,'track_alias':%d}";
    String[] namespaces = {"['a','b']", "['a/b']", "['a','','b']", "['a%2fb']"};
    for (int i = 0; i < namespaces.length; i++) {
      event(
          i,
          "control_message_created",
          "'message':{'type':'subscribe','request_id':%d,'track_namespace':%s,'track_name':'c'}"
              .formatted(2 * i, namespaces[i]));
      event(i, "control_message_parsed", ok.formatted(2 * i, i));
    }
    assertThat(moq().tracks())
        .extracting(MoqTrackSummary::track)
        .doesNotHaveDuplicates()
        .hasSize(4);
  }

  @Test
  void theSameAliasInBothDirectionsIsTwoTracks() {
    event(
        0,
        "control_message_created",
        "'message':{'type':'publish','request_id':1,'track_namespace':['me'],'track_name':'mic','track_alias':1}");
    event(
        1,
        "control_message_parsed",
        "'message':{'type':'publish','request_id':0,'track_namespace':['you'],'track_name':'mic','track_alias':1}");
    event(2, "object_datagram_created", "'track_alias':1,'group_id':0,'end_of_group':true");
    event(3, "object_datagram_parsed", "'track_alias':1,'group_id':0,'end_of_group':true");
    MoqSummary moq = moq();
    assertThat(moq.tracks())
        .extracting(MoqTrackSummary::track)
        .containsExactly("me/mic", "you/mic");
    assertThat(moq.tracks())
        .extracting(MoqTrackSummary::direction)
        .containsExactly(MoqDirection.OUT, MoqDirection.IN);
    assertThat(moq.tracks().get(0).delivery().objects()).isEqualTo(1);
    // Without an object id, the object is number 0 and here the last.
    assertThat(moq.tracks().get(1).groups().complete()).isEqualTo(1);
  }

  @Test
  void aGroupIsCompleteIfItsEndIsKnownAndNothingIsMissing() {
    header(1, 3, 9, 5, true);
    object(2, 3, 0);
    object(3, 3, 0);
    assertThat(track().groups()).isEqualTo(new MoqTrackSummary.Groups(1, 0, 0, 1, 0));
    fin(4, 0, 3);
    assertThat(track().groups()).isEqualTo(new MoqTrackSummary.Groups(1, 1, 0, 0, 0));
  }

  @Test
  void theEndOfAStreamMayBeLoggedBeforeItsHeader() {
    fin(0, 0, 3);
    header(1, 3, 9, 5, true);
    object(2, 3, 0);
    object(3, 3, 0);
    assertThat(track().groups()).isEqualTo(new MoqTrackSummary.Groups(1, 1, 0, 0, 0));
  }

  @Test
  void aGapCountsOnlyAfterALaterGroupHasFinished() {
    header(1, 3, 9, 5, true);
    object(2, 3, 0);
    fin(3, 0, 3);
    header(11, 7, 9, 6, true);
    object(12, 7, 0);
    // The ids 1 and 2 may be on a stream that is yet to come.
    object(13, 7, 2);
    fin(14, 1, 7);
    header(21, 11, 9, 7, true);
    object(22, 11, 0);
    assertThat(track().groups()).isEqualTo(new MoqTrackSummary.Groups(3, 1, 0, 2, 0));
    assertThat(moq().stalls()).isEmpty();
    fin(24, 2, 11);
    assertThat(track().groups()).isEqualTo(new MoqTrackSummary.Groups(3, 2, 1, 0, 2));
    assertThat(moq().stalls()).hasSize(1);
    MoqStall stall = moq().stalls().get(0);
    assertThat(stall.kind()).isEqualTo(MoqStall.Kind.MISSING_OBJECTS);
    assertThat(stall.group()).hasValue(6);
    assertThat(stall.startNanos()).isEqualTo(12_000_000);
    assertThat(stall.endNanos()).isEqualTo(13_000_000);
  }

  @Test
  void whatAnotherSubgroupBringsIsNotMissing() {
    header(1, 3, 9, 5, true);
    object(2, 3, 0);
    object(3, 3, 1);
    fin(3, 0, 3);
    event(
        4,
        "subgroup_header_parsed",
        "'stream_id':7,'track_alias':9,'group_id':5,'subgroup_id_mode':1,'contains_end_of_group':false");
    object(5, 7, 1);
    fin(6, 1, 7);
    header(11, 11, 9, 6, true);
    object(12, 11, 0);
    fin(13, 2, 11);
    assertThat(track().groups()).isEqualTo(new MoqTrackSummary.Groups(2, 2, 0, 0, 0));
    assertThat(track().delivery().subgroups()).isEqualTo(3);
  }

  @Test
  void aGroupThatIsJoinedInItsMiddleMissesNothing() {
    header(1, 3, 9, 5, true);
    object(2, 3, 7);
    fin(3, 0, 3);
    header(11, 7, 9, 6, true);
    object(12, 7, 0);
    fin(13, 1, 7);
    assertThat(track().groups()).isEqualTo(new MoqTrackSummary.Groups(2, 2, 0, 0, 0));
  }

  @Test
  void aLateGroupIsAStall() {
    // A group each 100 ms, but the seventh comes 250 ms late.
    for (int i = 0; i < 10; i++) {
      double at = 100 * i + (i >= 6 ? 250 : 0);
      header(at, 3 + 4 * i, 9, i, true);
      object(at, 3 + 4 * i, 0);
      object(at + 10, 3 + 4 * i, 0);
    }
    MoqSummary moq = moq();
    assertThat(moq.stalls()).hasSize(1);
    MoqStall stall = moq.stalls().get(0);
    assertThat(stall.kind()).isEqualTo(MoqStall.Kind.LATE_GROUP);
    assertThat(stall.track()).isEqualTo("alias:9");
    assertThat(stall.group()).hasValue(6);
    assertThat(stall.startNanos()).isEqualTo(MoqSession.millis(600));
    assertThat(stall.endNanos()).isEqualTo(MoqSession.millis(850));
    String log = sequence(records.toArray(String[]::new));
    assertThat(log.substring((int) stall.eventOffset())).startsWith(json("{'time':850.0,"));
    assertThat(moq.tracks().get(0).stalledNanos()).isEqualTo(MoqSession.millis(250));
    assertThat(moq.tracks().get(0).stalls()).isEqualTo(1);
  }

  @Test
  void aGroupThatTakesLongerThanItLastsIsAStall() {
    for (int i = 0; i < 8; i++) {
      header(100 * i, 3 + 4 * i, 9, i, true);
      object(100 * i, 3 + 4 * i, 0);
      object(100 * i + (i == 4 ? 90 : 40), 3 + 4 * i, 0);
    }
    assertThat(moq().stalls()).isEmpty();
    object(720, 3 + 4 * 4, 0);
    assertThat(moq().stalls()).hasSize(1);
    assertThat(moq().stalls().get(0).kind()).isEqualTo(MoqStall.Kind.SLOW_GROUP);
    assertThat(moq().stalls().get(0).group()).hasValue(4);
    assertThat(moq().stalls().get(0).durationNanos()).isEqualTo(MoqSession.millis(320));
  }

  @Test
  void streamsThatAreResetOrStoppedAreDrops() {
    records.add(json("{'time':0,'name':'quic:alpn_information','data':{'chosen_alpn':'moqt-17'}}"));
    header(1, 3, 9, 5, true);
    object(2, 3, 0);
    String reset = "{'frame_type':'reset_stream','stream_id':3,'error_code':2,'final_size':9}";
    records.add(received(30, 0, reset));
    // A retransmission is no second reset.
    records.add(received(31, 1, reset));
    header(40, 7, 9, 6, true);
    records.add(sent(41, 0, "{'frame_type':'stop_sending','stream_id':7,'error_code':1}"));
    MoqTrackSummary track = track();
    assertThat(track.drops())
        .containsExactly(
            new Drop(
                Drop.Kind.RESET_STREAM, OptionalLong.of(2), Optional.of("delivery_timeout"), 1),
            new Drop(Drop.Kind.STOP_SENDING, OptionalLong.of(1), Optional.of("cancelled"), 1));
    assertThat(track.groups().incomplete()).isEqualTo(2);
    MoqStall stall = moq().stalls().get(0);
    assertThat(stall.kind()).isEqualTo(MoqStall.Kind.RESET_STREAM);
    assertThat(stall.group()).hasValue(5);
    assertThat(stall.startNanos()).isEqualTo(1_000_000);
    assertThat(stall.endNanos()).isEqualTo(30_000_000);
  }

  @Test
  void codesOfWebTransportAreThoseOfMoq() {
    header(1, 3, 9, 5, true);
    // 0x52e4a40fa8db is code 0, and every 31st code is left out.
    records.add(
        received(
            2,
            0,
            "{'frame_type':'reset_stream','stream_id':3,'error_code':" + 0x52e4a40fa8ddL + "}"));
    header(3, 7, 9, 6, true);
    records.add(
        received(
            4,
            1,
            "{'frame_type':'reset_stream','stream_id':7,'error_code':" + 0x52e4a40fa8faL + "}"));
    assertThat(track().drops())
        .extracting(Drop::code)
        .containsExactly(OptionalLong.of(2), OptionalLong.of(30));
  }

  @Test
  void aCodeWhoseMeaningChangedHasNoNameWithoutTheDraft() {
    String subscribe =
        "'message':{'type':'subscribe','request_id':0,'track_namespace':['a'],'track_name':'b'}";
    event(1, "control_message_parsed", subscribe);
    event(
        2,
        "control_message_created",
        "'message':{'type':'publish_done','request_id':0,'status_code':5}");
    assertThat(track().direction()).isEqualTo(MoqDirection.OUT);
    assertThat(track().drops())
        .containsExactly(new Drop(Drop.Kind.PUBLISH_DONE, OptionalLong.of(5), Optional.empty(), 1));
  }

  @Test
  void fetchedObjectsInheritWhatIsLeftOut() {
    event(
        0,
        "control_message_created",
        "'message':{'type':'subscribe','request_id':0,'track_namespace':['a'],'track_name':'b'}");
    event(
        1,
        "control_message_created",
        "'message':{'type':'fetch','request_id':2,'fetch_type':'relative_joining',"
            + "'joining_fetch':{'joining_request_id':0,'joining_start':1}}");
    event(2, "fetch_header_parsed", "'stream_id':3,'request_id':2");
    event(
        3,
        "fetch_object_parsed",
        "'stream_id':3,'group_id':4,'subgroup_id':0,'object_id':0,'object_payload_length':5");
    event(4, "fetch_object_parsed", "'stream_id':3,'object_payload_length':5");
    event(5, "fetch_object_parsed", "'stream_id':3,'object_id':1,'object_payload_length':5");
    MoqTrackSummary track = track();
    assertThat(track.track()).isEqualTo("a/b");
    assertThat(track.delivery().fetchObjects()).isEqualTo(3);
    // The second object was number 1 by inheritance, the third by itself.
    assertThat(track.delivery().duplicates()).isEqualTo(1);
    assertThat(track.timing().fetchNanos().orElseThrow().max()).isEqualTo(4_000_000);
    assertThat(track.timing().interArrivalNanos()).isEmpty();
  }

  @Test
  void objectsOnAStreamWithoutAHeaderAreCounted() {
    object(1, 3, 0);
    object(2, 3, 0);
    assertThat(track().track()).isEqualTo("unknown");
    assertThat(track().delivery().subgroupObjects()).isEqualTo(2);
    assertThat(track().groups().seen()).isZero();
  }

  @Test
  void theDraftComesFromTheApplicationProtocol() {
    records.add(
        json(
            "{'time':0,'name':'quic:alpn_information','data':{'chosen_alpn':{'string_value':'moqt-18'}}}"));
    header(1, 3, 9, 5, true);
    assertThat(moq().draft()).hasValue(18);
    assertThat(moq().alpn()).contains("moqt-18");
  }
}
