package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static dev.moqlog.writer.Recording.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of Media over QUIC, which have the same names in both profiles. */
class MoqEventsTest {

  @TempDir Path directory;

  private List<JsonNode> events(Consumer<MoqEvents> events) {
    List<JsonNode> ietf = events(Profile.IETF, events);
    assertThat(events(Profile.QVIS, events)).isEqualTo(ietf);
    return ietf;
  }

  private List<JsonNode> events(Profile profile, Consumer<MoqEvents> events) {
    return Recording.of(
            directory, builder -> builder.profile(profile), trace -> events.accept(trace.moq()))
        .events();
  }

  private void check(String name, Consumer<MoqEvents> event, String data) {
    List<JsonNode> written = events(event);
    assertThat(written).hasSize(1);
    assertThat(written.get(0))
        .isEqualTo(json("{'time':0.000,'name':'moqt:" + name + "','data':" + data + "}"));
  }

  @Test
  void streamTypes() {
    check(
        "stream_type_set",
        moq -> moq.streamTypeSet(START, 2, true, "subgroup_header"),
        "{'owner':'remote','stream_id':2,'stream_type':'subgroup_header'}");
    check(
        "stream_type_set",
        moq -> moq.streamTypeSet(START, 0, false, "control"),
        "{'owner':'local','stream_id':0,'stream_type':'control'}");
  }

  @Test
  void objectsInDatagrams() {
    String payload =
        "{'track_alias':9,'group_id':120,'object_id':4,'publisher_priority':128,"
            + "'object_payload':{'length':1190},'end_of_group':true}";
    check(
        "object_datagram_created",
        moq -> moq.objectDatagramCreated(START, 9, 120, 4, 128, 0, 1190, true),
        payload);
    check(
        "object_datagram_parsed",
        moq -> moq.objectDatagramParsed(START, 9, 120, 4, 128, 0, 1190, true),
        payload);
  }

  @Test
  void anObjectThatIsAStatusHasNoPayload() {
    String status =
        "{'track_alias':9,'group_id':120,'object_id':4,'publisher_priority':128,"
            + "'object_status':3,'end_of_group':false}";
    check(
        "object_datagram_created",
        moq -> moq.objectDatagramCreated(START, 9, 120, 4, 128, 3, 0, false),
        status);
    check(
        "object_datagram_parsed",
        moq -> moq.objectDatagramParsed(START, 9, 120, 4, 128, 3, 0, false),
        status);
  }

  @Test
  void subgroupHeaders() {
    String header =
        "{'stream_id':3,'track_alias':9,'group_id':120,'subgroup_id_mode':2,'subgroup_id':0,"
            + "'publisher_priority':128,'contains_end_of_group':true,'properties_present':false}";
    check(
        "subgroup_header_created",
        moq -> moq.subgroupHeaderCreated(START, 3, 9, 120, 0, 128, true, false),
        header);
    check(
        "subgroup_header_parsed",
        moq -> moq.subgroupHeaderParsed(START, 3, 9, 120, 0, 128, true, false),
        header);
  }

  @Test
  void objectsOfASubgroup() {
    String object = "{'stream_id':3,'object_id_delta':0,'object_payload_length':1190}";
    check(
        "subgroup_object_created", moq -> moq.subgroupObjectCreated(START, 3, 0, 1190, 0), object);
    check("subgroup_object_parsed", moq -> moq.subgroupObjectParsed(START, 3, 0, 1190, 0), object);
    String end = "{'stream_id':3,'object_id_delta':1,'object_payload_length':0,'object_status':4}";
    check("subgroup_object_created", moq -> moq.subgroupObjectCreated(START, 3, 1, 0, 4), end);
    check("subgroup_object_parsed", moq -> moq.subgroupObjectParsed(START, 3, 1, 0, 4), end);
  }

  @Test
  void fetches() {
    String header = "{'stream_id':7,'request_id':2}";
    check("fetch_header_created", moq -> moq.fetchHeaderCreated(START, 7, 2), header);
    check("fetch_header_parsed", moq -> moq.fetchHeaderParsed(START, 7, 2), header);
    String object =
        "{'stream_id':7,'datagram':false,'end_of_nonexistent_range':false,"
            + "'end_of_unknown_range':false,'group_id':120,'subgroup_id':1,'object_id':5,"
            + "'publisher_priority':3,'object_payload_length':800}";
    check(
        "fetch_object_created", moq -> moq.fetchObjectCreated(START, 7, 120, 1, 5, 3, 800), object);
    check("fetch_object_parsed", moq -> moq.fetchObjectParsed(START, 7, 120, 1, 5, 3, 800), object);
  }

  @Test
  void theLargestNumbersOfTheWireAreWritten() {
    long most = (1L << 62) - 1;
    check(
        "subgroup_object_created",
        moq -> moq.subgroupObjectCreated(START, most, -1, most, 0),
        "{'stream_id':4611686018427387903,'object_id_delta':18446744073709551615,"
            + "'object_payload_length':4611686018427387903}");
  }

  private void message(
      ControlMessageType type, UnaryOperator<ControlMessageEvent> members, String message) {
    String expected = "{'stream_id':0,'message':{'type':'" + type.qlogName() + "'" + message + "}}";
    check(
        "control_message_created",
        moq -> members.apply(moq.controlMessageCreated(START, 0, type)).commit(),
        expected);
    check(
        "control_message_parsed",
        moq -> members.apply(moq.controlMessageParsed(START, 0, type)).commit(),
        expected);
  }

  private static final String NAMES =
      "'track_namespace':[{'value':'live'},{'value':'cam-1'}],'track_name':{'value':'video'},";

  @Test
  void subscriptions() {
    message(
        ControlMessageType.SUBSCRIBE,
        event ->
            event
                .requestId(2)
                .trackNamespace(List.of("live", "cam-1"))
                .trackName("video")
                .parameter("delivery_timeout", 500)
                .parameter("subscriber_priority", 7),
        ",'request_id':2,"
            + NAMES
            + "'parameters':[{'name':'delivery_timeout','value':500},"
            + "{'name':'subscriber_priority','value':7}],'number_of_parameters':2");
    message(
        ControlMessageType.SUBSCRIBE_OK,
        event -> event.requestId(2).trackAlias(9),
        ",'request_id':2,'track_alias':9,'number_of_parameters':0");
    message(
        ControlMessageType.REQUEST_UPDATE,
        event -> event.requestId(4).existingRequestId(2),
        ",'request_id':4,'existing_request_id':2,'number_of_parameters':0");
    message(
        ControlMessageType.PUBLISH_DONE,
        event -> event.requestId(2).done(2, 40, "over"),
        ",'request_id':2,'status_code':2,'stream_count':40,'reason':'over'");
    message(
        ControlMessageType.REQUEST_ERROR,
        event -> event.requestId(2).error(1, 250_000_000, null),
        ",'request_id':2,'error_code':1,'retry_interval':250.000");
  }

  @Test
  void namespaces() {
    message(
        ControlMessageType.SUBSCRIBE_NAMESPACE,
        event -> event.requestId(2).trackNamespacePrefix(List.of("live")).subscribeOptions("both"),
        ",'request_id':2,'track_namespace_prefix':[{'value':'live'}],"
            + "'subscribe_options':'both','number_of_parameters':0");
    message(
        ControlMessageType.NAMESPACE,
        event -> event.trackNamespaceSuffix(List.of()),
        ",'track_namespace_suffix':[]");
  }

  @Test
  void fetchMessages() {
    message(
        ControlMessageType.FETCH,
        event -> event.requestId(2).standaloneFetch(List.of("live", "cam-1"), "video", 1, 2, 3, 4),
        ",'request_id':2,'fetch_type':'standalone','standalone_fetch':{"
            + NAMES
            + "'start_location':{'group':1,'object':2},'end_location':{'group':3,'object':4}},"
            + "'number_of_parameters':0");
    message(
        ControlMessageType.FETCH,
        event -> event.joiningFetch(true, 5, 1),
        ",'fetch_type':'relative_joining','joining_fetch':{'joining_request_id':5,"
            + "'joining_start':1},'number_of_parameters':0");
    message(
        ControlMessageType.FETCH,
        event -> event.joiningFetch(false, 5, 1),
        ",'fetch_type':'absolute_joining','joining_fetch':{'joining_request_id':5,"
            + "'joining_start':1},'number_of_parameters':0");
    message(
        ControlMessageType.FETCH_OK,
        event -> event.requestId(2).fetchEnd(true, 3, 4),
        ",'request_id':2,'end_of_track':1,'end_location':{'group':3,'object':4},"
            + "'number_of_parameters':0");
  }

  @Test
  void optionsOfASetup() {
    message(
        ControlMessageType.SETUP,
        event -> event.parameter("max_auth_token_cache_size", 4096),
        ",'setup_options':[{'name':'max_auth_token_cache_size','value':4096}]");
    message(
        ControlMessageType.GOAWAY, event -> event.timeout(5_000_000_000L), ",'timeout':5000.000");
  }

  @Test
  void parametersThatAreNotShownAreCounted() {
    message(
        ControlMessageType.REQUEST_OK,
        event -> event.parameter("authorization_token", 77).parameter("expires", 9),
        ",'parameters':[{'name':'expires','value':9}],'number_of_parameters':2");
    message(
        ControlMessageType.REQUEST_OK,
        event -> event.parameter("authorization_token", 77),
        ",'number_of_parameters':1");
  }

  @Test
  void membersBehindTheParametersAreIgnored() {
    message(
        ControlMessageType.SUBSCRIBE,
        event ->
            event
                .parameter("expires", 9)
                .requestId(2)
                .trackNamespace(List.of("live"))
                .trackName("video")
                .fetchEnd(true, 1, 2)
                .joiningFetch(true, 1, 2)
                .standaloneFetch(List.of(), "", 1, 2, 3, 4)
                .done(1, 2, "")
                .error(1, 2, "")
                .subscribeOptions("both")
                .parameter("forward", 1),
        ",'parameters':[{'name':'expires','value':9},{'name':'forward','value':1}],"
            + "'number_of_parameters':2");
  }

  @Test
  void theSizeOfAMessageStandsBesideIt() {
    check(
        "control_message_created",
        moq ->
            moq.controlMessageCreated(START, 0, ControlMessageType.PUBLISH_OK)
                .length(33)
                .requestId(1)
                .commit(),
        "{'stream_id':0,'message':{'type':'publish_ok','request_id':1,"
            + "'number_of_parameters':0},'length':33}");
  }

  @Test
  void everyMessageHasTheNameOfTheDraft() {
    Set<String> names = new TreeSet<>();
    events(
            moq -> {
              for (ControlMessageType type : ControlMessageType.values()) {
                moq.controlMessageParsed(START, 0, type).commit();
              }
            })
        .forEach(event -> names.add(event.at("/data/message/type").asText()));
    assertThat(String.join(" ", names))
        .isEqualTo(
            "fetch fetch_ok goaway namespace namespace_done publish publish_blocked publish_done"
                + " publish_namespace publish_ok request_error request_ok request_update setup"
                + " subscribe subscribe_namespace subscribe_ok track_status");
  }
}
