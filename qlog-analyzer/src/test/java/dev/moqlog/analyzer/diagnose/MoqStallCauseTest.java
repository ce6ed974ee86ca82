package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.Qlogs.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stall of a track is put down to what the transport did at that time. */
class MoqStallCauseTest {

  private static final int GROUPS = 12;
  private static final int OBJECTS = 10;
  private static final double OBJECT_MILLIS = 100;

  /** A log of a publisher whose group 6 is late, because of the path or not. */
  private static String log(boolean pathIsSilent) {
    List<String> records = new ArrayList<>();
    records.add(Qlogs.HEADER);
    records.add(
        event(
            0,
            "moqt:control_message_created",
            "'stream_id':0,'message':{'type':'publish','request_id':0,'track_namespace':[{'value':'live'}],'track_name':{'value':'video'},'track_alias':7}"));
    double time = 100;
    long number = 0;
    long acks = 0;
    for (int group = 0; group < GROUPS; group++) {
      if (group == 6) {
        if (pathIsSilent) {
          for (int probe = 0; probe < 6; probe++) {
            records.add(sent(time + 50 + 400 * probe, number++, "{'frame_type':'ping'}"));
          }
        }
        time += 2_500;
      }
      int stream = 3 + 4 * group;
      records.add(
          event(
              time,
              "moqt:subgroup_header_created",
              "'stream_id':%d,'track_alias':7,'group_id':%d,'subgroup_id_mode':0,'contains_end_of_group':true,'properties_present':false"
                  .formatted(stream, group)));
      for (int object = 0; object < OBJECTS; object++) {
        records.add(
            event(
                time,
                "moqt:subgroup_object_created",
                "'stream_id':%d,'object_id_delta':0,'object_payload_length':1000"
                    .formatted(stream)));
        records.add(
            sent(
                time,
                number,
                "{'frame_type':'stream','stream_id':%d,'offset':%d,'length':1010,'fin':%b}"
                    .formatted(stream, 1010 * object, object == OBJECTS - 1)));
        records.add(
            event(
                time + 40,
                "transport:packet_received",
                "'header':{'packet_type':'1RTT','packet_number':%d},'frames':[{'frame_type':'ack','acked_ranges':[[%d,%d]]}]"
                    .formatted(acks++, number, number)));
        number++;
        time += OBJECT_MILLIS;
      }
    }
    return Qlogs.sequence(records.toArray(String[]::new));
  }

  private static String sent(double time, long number, String frame) {
    return event(
        time,
        "transport:packet_sent",
        "'header':{'packet_type':'1RTT','packet_number':%d},'raw':{'length':1100},'frames':[%s]"
            .formatted(number, frame));
  }

  private static String event(double time, String name, String data) {
    return json(String.format(Locale.ROOT, "{'time':%.1f,'name':'%s','data':{", time, name))
        + json(data)
        + "}}";
  }

  private static Optional<Finding> lateGroup(boolean pathIsSilent) {
    return Diagnosis.of(Qlogs.only(Qlogs.analyze(log(pathIsSilent)))).stream()
        .filter(finding -> finding.rule() == Rule.MOQ_LATE_GROUP)
        .findFirst();
  }

  @Test
  void aSilentPathIsTheCauseOfTheLateGroup() {
    Finding finding = lateGroup(true).orElseThrow();

    assertThat(finding.text()).contains("explains 1 of 1");
    assertThat(finding.evidence().get(0).text())
        .startsWith("live/video group 6 late group")
        .contains("nothing was acknowledged for");
    assertThat(finding.confidence()).isEqualTo(Finding.Confidence.HIGH);
  }

  @Test
  void aLateGroupOverAHealthyPathIsThePublishers() {
    Finding finding = lateGroup(false).orElseThrow();

    assertThat(finding.text()).contains("explains 0 of 1");
    assertThat(finding.confidence()).isEqualTo(Finding.Confidence.MEDIUM);
  }
}
