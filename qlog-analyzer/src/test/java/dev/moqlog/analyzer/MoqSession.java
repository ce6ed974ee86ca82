package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A subscriber's session of Media over QUIC as each era and stack logs it, with the numbers worked
 * out by hand: video in subgroup streams, audio in datagrams, a fetch, and a refused subscription.
 */
public final class MoqSession {

  /** How it is written. */
  public enum Form {
    /** moq-events-00 and -01. */
    DRAFT_00,
    /** moq-events-02 and -03. */
    DRAFT_03,
    /** moq-events-04 and -05. */
    DRAFT_05,
    /** moq-events-06. */
    DRAFT_06,
    /** moq-events-07. */
    DRAFT_07,
    /** imquic: the subgroup id of objects is a copy of the group id. */
    IMQUIC,
    /** moq-rs: messages are flattened, and each stream is number 0. */
    MOQ_RS,
    /** moxygen: camelCase, numbers in texts. */
    MOXYGEN
  }

  /** Video's objects: milliseconds, stream, group, object id, delta, bytes. */
  private static final long[][] VIDEO = {
    {80, 3, 100, 0, 0, 1000},
    {90, 3, 100, 1, 0, 500},
    {100, 3, 100, 2, 0, 500},
    {180, 7, 101, 0, 0, 1000},
    {190, 7, 101, 1, 0, 500},
    {200, 7, 101, 3, 1, 500},
    {280, 11, 102, 0, 0, 1000},
    {290, 11, 102, 1, 0, 500},
    {300, 11, 102, 2, 0, 500},
  };

  private final Form form;
  private final List<String> events = new ArrayList<>();

  private MoqSession(Form form) {
    this.form = form;
  }

  /** The events, each a JSON object with its time in milliseconds. */
  static List<String> events(Form form) {
    MoqSession session = new MoqSession(form);
    session.write();
    return session.events;
  }

  /** A whole log. */
  public static String log(Form form) {
    return switch (form) {
      case MOXYGEN -> moxygenLog(1_000_000);
      default -> {
        List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
        records.addAll(events(form));
        yield Qlogs.sequence(records.toArray(String[]::new));
      }
    };
  }

  /** moxygen's log, whose times are so many ticks a millisecond. */
  static String moxygenLog(long ticks) {
    StringBuilder log = new StringBuilder();
    for (String event : events(Form.MOXYGEN)) {
      long tick = Math.round(time(event) * ticks);
      log.append(
          event
              .replaceFirst("\"time\":[0-9.]+", "\"time\":\"" + tick + "\"")
              .replaceFirst("\\{", "{\n  \"vantagePoint\": \"client\",\n  ")
              .replace(",\"", ",\n  \""));
      log.append('\n');
    }
    return log.toString();
  }

  static double time(String event) {
    int at = event.indexOf("\"time\":") + 7;
    return Double.parseDouble(event.substring(at, event.indexOf(',', at)));
  }

  private boolean is(Form... forms) {
    return List.of(forms).contains(form);
  }

  private boolean old() {
    return is(Form.DRAFT_00, Form.IMQUIC, Form.MOXYGEN);
  }

  private void write() {
    if (is(Form.DRAFT_07)) {
      message(0, "created", "setup", "'setup_options':[]");
      message(20, "parsed", "setup", "");
    } else if (is(Form.DRAFT_05, Form.DRAFT_06)) {
      message(0, "created", "client_setup", "'number_of_parameters':0");
      message(20, "parsed", "server_setup", "'number_of_parameters':0");
    } else {
      message(0, "created", "client_setup", "'supported_versions':[4278190090]");
      message(20, "parsed", "server_setup", "'selected_version':4278190090");
    }
    subscribe(30, 0, 9, "video");
    subscribe(31, 2, 10, "audio");
    subscribed(60, 0, 9);
    subscribed(61, 2, 10);
    long stream = -1;
    int audio = 0;
    for (long[] object : VIDEO) {
      // Audio comes between, at 100, 120, 140 and 160 ms.
      while (audio < 4 && 100 + 20 * audio < object[0]) {
        audio(audio++);
      }
      if (stream != object[1]) {
        stream = object[1];
        header(object[0], object[1], object[2]);
      }
      object(object);
    }
    fetch();
    subscribe(400, 6, 11, "other");
    refused(430, 6);
    String done = old() ? "subscribe_done" : "publish_done";
    message(500, "parsed", done, id(0) + ",'status_code':2,'stream_count':3,'reason':'over'");
  }

  private String id(long request) {
    return (old() || is(Form.MOQ_RS) ? "'subscribe_id':" : "'request_id':") + request;
  }

  private String name(String track) {
    return is(Form.MOQ_RS)
        ? "'track_namespace':'/live/cam-1','track_name':'" + track + "'"
        : is(Form.MOXYGEN)
            ? "'track_namespace':['live','cam-1'],'track_name':'" + track + "'"
            : "'track_namespace':[{'value':'live'},{'value_bytes':'63616d2d31'}],'track_name':{'value':'"
                + track
                + "'}";
  }

  private void subscribe(long at, long request, long alias, String track) {
    // The alias of moq-rs is that of the request, whatever the publisher will choose.
    String proposed =
        old() ? ",'track_alias':" + alias : is(Form.MOQ_RS) ? ",'track_alias':" + request : "";
    String filter =
        is(Form.DRAFT_07)
            ? ",'number_of_parameters':1,'parameters':[{'name':'subscription_filter','value':{'filter_type':2}}]"
            : ",'filter_type':2,'number_of_parameters':0";
    message(at, "created", "subscribe", id(request) + proposed + "," + name(track) + filter);
  }

  private void subscribed(long at, long request, long alias) {
    String chosen = old() ? "" : ",'track_alias':" + alias;
    String largest =
        is(Form.DRAFT_07)
            ? ",'parameters':[{'name':'largest_object','value':{'group':100,'object':0}}]"
            : is(Form.DRAFT_00)
                ? ",'content_exists':1,'largest_group_id':100,'largest_object_id':0"
                : ",'content_exists':1,'largest_location':{'group':100,'object':0}";
    message(at, "parsed", "subscribe_ok", id(request) + chosen + largest);
  }

  private void refused(long at, long request) {
    String type =
        is(Form.DRAFT_05, Form.DRAFT_06, Form.DRAFT_07) ? "request_error" : "subscribe_error";
    String reason =
        is(Form.MOQ_RS)
            ? "'reason_phrase':'no such track'"
            : is(Form.DRAFT_05)
                ? "'reason_bytes':'6e6f207375636820747261636b'"
                : "'reason':'no such track'";
    message(at, "parsed", type, id(request) + ",'error_code':4," + reason);
  }

  private void header(long at, long stream, long group) {
    String more =
        switch (form) {
          case DRAFT_05 ->
              "'subgroup_id':0,'contains_end_of_group':true,'extensions_present':false";
          case DRAFT_06 -> "'subgroup_id_mode':0,'contains_end_of_group':true";
          case DRAFT_07 ->
              "'subgroup_id_mode':0,'contains_end_of_group':true,'properties_present':false";
          case MOQ_RS -> "'header_type':'SubgroupIdEndOfGroup','subgroup_id':0";
          default -> "'subgroup_id':0";
        };
    event(
        at,
        "subgroup_header_parsed",
        "'stream_id':%d,'track_alias':9,'group_id':%d,'publisher_priority':128,%s"
            .formatted(stream(stream), group, more));
  }

  private long stream(long id) {
    return is(Form.MOQ_RS) ? 0 : id;
  }

  private void object(long[] object) {
    String ids =
        switch (form) {
          case DRAFT_06, DRAFT_07 -> "'object_id_delta':" + object[4];
          case DRAFT_05 -> "'object_id':" + object[3];
          case IMQUIC ->
              "'group_id':%d,'subgroup_id':%d,'object_id':%d"
                  .formatted(object[2], object[2], object[3]);
          case MOQ_RS ->
              "'group_id':%d,'subgroup_id':0,'object_id':%d,'object_status':'NormalObject'"
                  .formatted(object[2], object[3]);
          default -> "'group_id':%d,'subgroup_id':0,'object_id':%d".formatted(object[2], object[3]);
        };
    event(
        object[0],
        "subgroup_object_parsed",
        "'stream_id':%d,%s,'object_payload_length':%d"
            .formatted(stream(object[1]), ids, object[5]));
  }

  private void audio(int i) {
    boolean status = i == 3;
    boolean separate = status && is(Form.DRAFT_00, Form.DRAFT_03, Form.IMQUIC, Form.MOXYGEN);
    String objectId = is(Form.DRAFT_07) ? "" : "'object_id':0,";
    String content =
        status
            ? is(Form.MOQ_RS) ? "'object_status':'EndOfTrack'" : "'object_status':4"
            : is(Form.MOQ_RS)
                ? "'payload_length':50"
                : is(Form.MOXYGEN)
                    ? "'object_payload':'" + "x".repeat(50) + "'"
                    : "'object_payload':{'length':50}";
    event(
        100 + 20L * i,
        separate ? "object_datagram_status_parsed" : "object_datagram_parsed",
        "'track_alias':10,'group_id':%d,%s'publisher_priority':1,%s"
            .formatted(i + 1, objectId, content));
  }

  private void fetch() {
    String range =
        "'start_location':{'group':98,'object':0},'end_location':{'group':99,'object':0}";
    String details =
        switch (form) {
          case DRAFT_06, DRAFT_07 ->
              "'fetch_type':'standalone','standalone_fetch':{" + name("video") + "," + range + "}";
          case DRAFT_00, MOXYGEN, IMQUIC ->
              "'fetch_type':1,"
                  + name("video")
                  + ",'start_group':98,'start_object':0,'end_group':99";
          default -> "'fetch_type':1," + name("video") + "," + range;
        };
    message(350, "created", "fetch", id(4) + "," + details);
    message(380, "parsed", "fetch_ok", id(4) + ",'end_of_track':0");
    event(381, "fetch_header_parsed", "'stream_id':15," + id(4));
    String flags =
        is(Form.DRAFT_07)
            ? ",'datagram':false,'end_of_nonexistent_range':false,'end_of_unknown_range':false"
            : "";
    event(
        382,
        "fetch_object_parsed",
        "'stream_id':15,'group_id':98,'subgroup_id':0,'object_id':0,'object_payload_length':700"
            + flags);
    event(
        390,
        "fetch_object_parsed",
        "'stream_id':15,'group_id':99,'subgroup_id':0,'object_id':0,'object_payload_length':800"
            + flags);
    if (is(Form.DRAFT_07)) {
      event(
          391,
          "fetch_object_parsed",
          "'stream_id':15,'end_of_unknown_range':true,'group_id':99,'object_id':9,'object_payload_length':0");
    }
  }

  private void message(long at, String way, String type, String members) {
    String more = members.isEmpty() ? "" : "," + members;
    String data =
        is(Form.MOQ_RS)
            ? "'event_type':'control_message_%s','stream_id':0,'message_type':'%s'%s"
                .formatted(way, type, more)
            : "'stream_id':0,'length':30,'message':{'type':'%s'%s}".formatted(type, more);
    event(at, "control_message_" + way, data);
  }

  private void event(long at, String name, String data) {
    String text = json("{'time':%d.0,'name':'moqt:%s','data':{%s}}".formatted(at, name, data));
    events.add(is(Form.MOXYGEN) ? camelCase(text) : text);
  }

  /** moxygen's names of members, and its numbers in texts. */
  private static String camelCase(String text) {
    StringBuilder camel = new StringBuilder();
    boolean name = false;
    String data = text.substring(text.indexOf("\"data\""));
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      int quote = data.indexOf("\":", i);
      name = c == '"' ? quote > 0 && quote == data.indexOf('"', i + 1) : name && c != '"';
      if (name && c == '_') {
        camel.append(Character.toUpperCase(data.charAt(++i)));
      } else {
        camel.append(c);
      }
    }
    return text.substring(0, text.indexOf("\"data\""))
        + camel.toString().replaceAll(":([0-9]+)", ":\"$1\"");
  }

  // The numbers.

  /** Checks what the session was, without the ends of streams that only QUIC tells. */
  static void expect(ConnectionSummary connection) {
    MoqSummary moq = connection.moq().orElseThrow();
    assertThat(moq.setupNanos()).hasValue(millis(20));
    assertThat(moq.requests().created()).isEqualTo(4);
    assertThat(moq.requests().parsed()).isZero();
    assertThat(moq.requests().accepted()).isEqualTo(3);
    assertThat(moq.requests().refused()).isEqualTo(1);
    assertThat(moq.requests().unanswered()).isZero();
    assertThat(moq.refusals())
        .containsExactly(
            new MoqSummary.Refusal(
                "subscribe", true, OptionalLong.of(4), Optional.of("no such track"), 1));
    assertThat(moq.tracks())
        .extracting(MoqTrackSummary::track)
        .containsExactly("live/cam-1/video", "live/cam-1/audio", "live/cam-1/other");
    assertThat(moq.objects(MoqDirection.IN)).isEqualTo(15);
    assertThat(moq.objects(MoqDirection.OUT)).isZero();
    assertThat(moq.payloadBytes(MoqDirection.IN)).isEqualTo(7650);
    expectVideo(moq.tracks().get(0));
    expectAudio(moq.tracks().get(1));
    assertThat(moq.objectsAmbiguous()).isZero();
    assertThat(moq.approximate()).isFalse();
    assertThat(moq.stalls()).isEmpty();
  }

  private static void expectVideo(MoqTrackSummary video) {
    MoqTrackSummary.Delivery delivery = video.delivery();
    assertThat(delivery.subgroupStreams()).isEqualTo(3);
    assertThat(delivery.fetchStreams()).isEqualTo(1);
    assertThat(delivery.subgroups()).isEqualTo(3);
    assertThat(delivery.subgroupObjects()).isEqualTo(9);
    assertThat(delivery.datagramObjects()).isZero();
    assertThat(delivery.fetchObjects()).isEqualTo(2);
    assertThat(delivery.duplicates()).isZero();
    assertThat(delivery.payloadBytes()).isEqualTo(7500);
    assertThat(delivery.objectsWithoutLength()).isZero();
    assertThat(video.groups()).isEqualTo(new MoqTrackSummary.Groups(5, 0, 0, 5, 0));
    MoqTrackSummary.Timing timing = video.timing();
    only(timing.subscribeNanos(), 30);
    only(timing.firstObjectNanos(), 50);
    only(timing.fetchFirstObjectNanos(), 32);
    only(timing.fetchNanos(), 40);
    assertThat(timing.interArrivalNanos().orElseThrow().samples()).isEqualTo(8);
    assertThat(timing.interArrivalNanos().orElseThrow().max()).isEqualTo(millis(80));
    // 10, 10, 80, 10, 10, 80, 10, 10 ms apart.
    assertThat(timing.jitterNanos()).hasValue(millis(40));
    assertThat(timing.groupIntervalNanos().orElseThrow().samples()).isEqualTo(2);
    assertThat(timing.groupIntervalNanos().orElseThrow().min()).isEqualTo(millis(100));
    assertThat(timing.groupDeliveryNanos().orElseThrow().samples()).isEqualTo(3);
    assertThat(timing.groupDeliveryNanos().orElseThrow().max()).isEqualTo(millis(20));
    assertThat(video.drops())
        .containsExactly(
            new Drop(Drop.Kind.PUBLISH_DONE, OptionalLong.of(2), Optional.of("track_ended"), 1));
  }

  private static void expectAudio(MoqTrackSummary audio) {
    assertThat(audio.delivery().datagramObjects()).isEqualTo(4);
    assertThat(audio.delivery().objects()).isEqualTo(4);
    assertThat(audio.delivery().payloadBytes()).isEqualTo(150);
    assertThat(audio.delivery().objectsWithoutLength()).isZero();
    assertThat(audio.delivery().endOfTrack()).isEqualTo(1);
    assertThat(audio.delivery().endOfGroup()).isZero();
    assertThat(audio.groups()).isEqualTo(new MoqTrackSummary.Groups(4, 1, 0, 3, 0));
    only(audio.timing().subscribeNanos(), 30);
    only(audio.timing().firstObjectNanos(), 69);
    assertThat(audio.timing().jitterNanos()).hasValue(0);
  }

  private static void only(Optional<DistributionSummary> distribution, long millis) {
    assertThat(distribution.orElseThrow().samples()).isEqualTo(1);
    assertThat(distribution.orElseThrow().max()).isEqualTo(millis(millis));
  }

  static long millis(long millis) {
    return millis * 1_000_000;
  }
}
