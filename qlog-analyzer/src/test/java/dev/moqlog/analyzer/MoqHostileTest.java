package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.analyze;
import static dev.moqlog.analyzer.Qlogs.json;
import static dev.moqlog.analyzer.Qlogs.only;
import static dev.moqlog.analyzer.Qlogs.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.MoqSession.Form;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MoQ events that no stack would write. */
class MoqHostileTest {

  private static final String[] VALUES = {
    "-1",
    "0",
    "1",
    "1e400",
    "-1e400",
    "NaN",
    "18446744073709551615",
    "4611686018427387903",
    "9223372036854775807",
    "'x'",
    "'-5'",
    "null",
    "true",
    "[]",
    "{}",
    "[[[1]]]",
    "{'value':7}",
    "[{'value_bytes':'zz'},null,3]",
    "'0xffffffffffff'",
    "1.5",
    "''"
  };

  private static final String[] NAMES = {
    "stream_id",
    "streamId",
    "track_alias",
    "group_id",
    "subgroup_id",
    "subgroup_id_mode",
    "object_id",
    "object_id_delta",
    "object_payload_length",
    "object_payload",
    "object_status",
    "publisher_priority",
    "end_of_group",
    "contains_end_of_group",
    "request_id",
    "subscribe_id",
    "message",
    "message_type",
    "header_type",
    "error_code",
    "status_code",
    "reason",
    "reason_bytes",
    "stream_type",
    "parameters",
    "track_namespace",
    "track_name",
    "selected_version",
    "joining_request_id",
    "start_location",
    "largest_location",
    "subgroup_id_bits"
  };

  private static final String[] EVENTS = {
    "control_message_created",
    "control_message_parsed",
    "subgroup_header_created",
    "subgroup_header_parsed",
    "subgroup_object_created",
    "subgroup_object_parsed",
    "object_datagram_created",
    "object_datagram_parsed",
    "object_datagram_status_parsed",
    "fetch_header_created",
    "fetch_header_parsed",
    "fetch_object_created",
    "fetch_object_parsed",
    "stream_type_set",
    "nonsense"
  };

  private static final String[] MESSAGES = {
    "subscribe",
    "subscribe_ok",
    "publish",
    "publish_done",
    "fetch",
    "fetch_ok",
    "request_error",
    "request_ok",
    "announce",
    "announce_error",
    "track_status",
    "setup",
    "server_setup",
    "_ok",
    ""
  };

  @Test
  void anyValueInAnyMemberIsRead() {
    Random random = new Random(11);
    for (int round = 0; round < 40; round++) {
      List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
      for (int i = 0; i < 300; i++) {
        StringBuilder data = new StringBuilder();
        for (int members = random.nextInt(8); members >= 0; members--) {
          data.append(data.isEmpty() ? "" : ",").append(member(random));
        }
        records.add(
            json(
                "{'time':%d,'name':'moqt:%s','data':{%s}}"
                    .formatted(random.nextInt(1000), EVENTS[random.nextInt(EVENTS.length)], data)));
      }
      Qlogs.Analysis analysis = analyze(sequence(records.toArray(String[]::new)));
      assertThat(analysis.problems()).isEmpty();
      MoqSummary moq = only(analysis).moq().orElseThrow();
      for (MoqTrackSummary track : moq.tracks()) {
        MoqTrackSummary.Groups groups = track.groups();
        assertThat(groups.complete() + groups.incomplete() + groups.unknown())
            .isEqualTo(groups.seen());
        assertThat(groups.objectsMissing()).isNotNegative();
        assertThat(track.delivery().payloadBytes()).isNotNegative();
      }
    }
  }

  private static String member(Random random) {
    String name = NAMES[random.nextInt(NAMES.length)];
    if (name.equals("message") && random.nextBoolean()) {
      return "'message':{'type':'%s',%s,%s}"
          .formatted(MESSAGES[random.nextInt(MESSAGES.length)], plain(random), plain(random));
    }
    return plain(random);
  }

  private static String plain(Random random) {
    return "'%s':%s"
        .formatted(NAMES[random.nextInt(NAMES.length)], VALUES[random.nextInt(VALUES.length)]);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedSessionIsReadAsFarAsItGoes(Form form) {
    byte[] log = MoqSession.log(form).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(13);
    for (int i = 0; i < 150; i++) {
      byte[] damaged = log.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Qlogs.Analysis analysis = analyze(damaged);
      assertThat(analysis.problems())
          .noneMatch(problem -> problem.contains("mistake of this program"));
    }
  }

  private static MoqSummary filled(int count, IntFunction<String> events) {
    List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
    for (int i = 0; i < count; i++) {
      records.add(json(events.apply(i)));
    }
    return only(analyze(sequence(records.toArray(String[]::new)))).moq().orElseThrow();
  }

  @Test
  void tracksWithoutEndAreCountedButNotKept() {
    MoqSummary moq =
        filled(
            5000,
            i ->
                "{'time':%d,'name':'moqt:object_datagram_parsed','data':{'track_alias':%d,'group_id':1}}"
                    .formatted(i, i));
    assertThat(moq.tracks()).hasSize(512);
    assertThat(moq.objectsLeftOut()).isEqualTo(5000 - 512);
    assertThat(moq.approximate()).isTrue();
  }

  @Test
  void groupsWithoutEndAreAllCounted() {
    MoqSummary moq =
        filled(
            20_000,
            i ->
                "{'time':%d,'name':'moqt:object_datagram_parsed','data':{'track_alias':1,'group_id':%d,'end_of_group':true}}"
                    .formatted(i, i));
    assertThat(moq.tracks().get(0).groups())
        .isEqualTo(new MoqTrackSummary.Groups(20_000, 20_000, 0, 0, 0));
    assertThat(moq.approximate()).isFalse();
  }

  @Test
  void sparseIdsWithoutEndMakeNoGaps() {
    MoqSummary moq =
        filled(
            5000,
            i ->
                "{'time':%d,'name':'moqt:object_datagram_parsed','data':{'track_alias':1,'group_id':%d,'object_id':%d}}"
                    .formatted(i, i / 1000, i * 3));
    assertThat(moq.tracks().get(0).delivery().objects()).isEqualTo(5000);
    assertThat(moq.tracks().get(0).groups().unknown()).isEqualTo(5);
  }

  @Test
  void requestsAndStreamsWithoutEndAreGivenUp() {
    MoqSummary moq =
        filled(
            40_000,
            i ->
                i % 2 == 0
                    ? "{'time':%d,'name':'moqt:control_message_parsed','data':{'message':{'type':'subscribe','request_id':%d,'track_namespace':['a'],'track_name':'b'}}}"
                        .formatted(i, i)
                    : "{'time':%d,'name':'moqt:subgroup_header_created','data':{'stream_id':%d,'track_alias':1,'group_id':%d,'subgroup_id':0}}"
                        .formatted(i, 4 * i + 3, i));
    assertThat(moq.requests().parsed()).isEqualTo(20_000);
    assertThat(moq.requests().unanswered()).isEqualTo(20_000);
    assertThat(moq.sum(MoqDirection.OUT, track -> track.delivery().subgroupStreams()))
        .isEqualTo(20_000);
  }

  @Test
  void aNameOfAnyLengthIsCut() {
    String name = "n".repeat(100_000);
    MoqSummary moq =
        filled(
            1,
            i ->
                "{'time':1,'name':'moqt:control_message_parsed','data':{'message':{'type':'subscribe','request_id':1,'track_namespace':['"
                    + name
                    + "','"
                    + name
                    + "'],'track_name':'"
                    + name
                    + "'}}}");
    assertThat(moq.tracks().get(0).track().length()).isLessThan(1100);
  }
}
