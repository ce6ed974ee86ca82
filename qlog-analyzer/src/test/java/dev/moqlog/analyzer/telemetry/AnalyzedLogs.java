package dev.moqlog.analyzer.telemetry;

import static dev.moqlog.analyzer.Qlogs.json;

import dev.moqlog.analyzer.MoqSession;
import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.Qlogs.Analysis;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Logs of all kinds, analyzed once: of real stacks in real trouble, made, damaged and unread. */
final class AnalyzedLogs {

  private static final List<String> REAL =
      List.of(
          "samples/qlog",
          "qlog-analyzer/src/test/resources/qlog",
          "qlog-analyzer/src/test/resources/diagnosis",
          "qlog-analyzer/src/test/resources/join",
          "qlog-analyzer/src/test/resources/netlog",
          "qlog-analyzer/src/test/resources/stacks");

  private static final List<Analysis> ALL = analyze();

  private AnalyzedLogs() {}

  static List<Analysis> all() {
    return ALL;
  }

  private static List<Analysis> analyze() {
    List<String> paths = new ArrayList<>();
    REAL.forEach(directory -> addLogs(Qlogs.root().resolve(directory), paths));
    addLogs(Qlogs.shared().resolve("testdata/generated"), paths);
    List<Analysis> analyses = new ArrayList<>(Qlogs.analyze(2, paths));
    for (MoqSession.Form form : MoqSession.Form.values()) {
      analyses.add(Qlogs.analyze(MoqSession.log(form)));
    }
    analyses.add(Qlogs.analyze(ofServer(relay())));
    analyses.add(Qlogs.analyze(trouble()));
    analyses.add(Qlogs.analyze(resets()));
    analyses.add(Qlogs.analyze(ofServer(resets())));
    List<String> records = new ArrayList<>(Qlogs.exchange());
    records.add(0, Qlogs.HEADER);
    String exchange = Qlogs.sequence(records.toArray(String[]::new));
    for (int length = 0; length <= exchange.length(); length += 397) {
      analyses.add(Qlogs.analyze(exchange.substring(0, length)));
    }
    analyses.add(Qlogs.analyze("no qlog at all"));
    analyses.add(
        new Analysis(SourceSummary.unread("gone", Status.UNREADABLE, "no such file"), List.of()));
    return analyses;
  }

  private static void addLogs(Path directory, List<String> paths) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> file.matches(".*\\.(qlog|sqlog|json)(\\.gz)?"))
          .sorted()
          .forEach(paths::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String moq(double time, String group, String name, String data) {
    return json("{'time':%s,'group_id':'%s','name':'moqt:%s','data':{%s}}")
        .formatted(time, group, name, json(data));
  }

  private static String ofServer(String log) {
    return log.replace("\"type\":\"client\"", "\"type\":\"server\"");
  }

  private static String sequence(List<String> events) {
    List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
    records.addAll(events);
    return Qlogs.sequence(records.toArray(String[]::new));
  }

  /** A relay's connections to a publisher and to a subscriber: objects are sent on after 2 ms. */
  private static String relay() {
    String track = "'track_namespace':['live'],'track_name':'video'";
    String subscribe = "'message':{'type':'subscribe','request_id':0," + track + "}";
    String ok = "'message':{'type':'subscribe_ok','request_id':0,'track_alias':7}";
    List<String> events = new ArrayList<>();
    events.add(moq(0, "up", "control_message_created", subscribe));
    events.add(moq(1, "down", "control_message_parsed", subscribe));
    events.add(moq(2, "up", "control_message_parsed", ok));
    events.add(moq(3, "down", "control_message_created", ok));
    for (int i = 0; i < 5; i++) {
      String object = "'track_alias':7,'group_id':1,'object_payload_length':9,'object_id':" + i;
      events.add(moq(10 + 10 * i, "up", "object_datagram_parsed", object));
      events.add(moq(12 + 10 * i, "down", "object_datagram_created", object));
    }
    return sequence(events);
  }

  /** Persistent congestion as stacks log it, and a packet that comes twice. */
  private static String trouble() {
    String state = "{'time':%s,'name':'recovery:congestion_state_updated','data':{'new':'%s'}}";
    return sequence(
        List.of(
            Qlogs.sent(0, 0, Qlogs.stream(0, 0, 1000)),
            json(state.formatted(1, "slow_start")),
            json(state.formatted(2, "recovery")),
            json(state.formatted(3, "PersistentCongestion")),
            Qlogs.received(4, 7),
            Qlogs.received(5, 7)));
  }

  /** A publisher resets one stream of its track, which a viewer notices. */
  private static String resets() {
    List<String> events = new ArrayList<>();
    String subscribe =
        "'message':{'type':'subscribe','request_id':0,'track_namespace':['live'],"
            + "'track_name':'video'}";
    String ok = "'message':{'type':'subscribe_ok','request_id':0,'track_alias':7}";
    events.add(moq(0, "", "control_message_created", subscribe));
    events.add(moq(1, "", "control_message_parsed", ok));
    for (int group = 0; group < 6; group++) {
      // The last group comes two seconds late.
      double time = 10 + 100 * group + (group == 5 ? 2_000 : 0);
      int stream = 3 + 4 * group;
      String header =
          "'stream_id':%d,'track_alias':7,'group_id':%d,'subgroup_id':0,'publisher_priority':1";
      events.add(moq(time, "", "subgroup_header_parsed", header.formatted(stream, group)));
      for (int object = 0; object < 3; object++) {
        String text = "'stream_id':%d,'group_id':%d,'object_id':%d,'object_payload_length':100";
        events.add(
            moq(
                time + object,
                "",
                "subgroup_object_parsed",
                text.formatted(stream, group, object)));
      }
      if (group == 2) {
        events.add(
            Qlogs.received(
                time + 5, 0, "{'frame_type':'reset_stream','stream_id':11,'error_code':2}"));
      }
    }
    return sequence(events).replace("\"group_id\":\"\",", "");
  }
}
