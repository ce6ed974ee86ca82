package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several connections in one log give the numbers that each would give alone. */
class SeveralConnectionsTest {

  private static final String ERROR =
      "{'error_description':'no keys','uri':'capture.pcap','vantage_point':{'type':'server'}}";

  private static String trace(String groupId) {
    return "{'vantage_point':{'type':'client'},'common_fields':{'time_format':'relative',"
        + ("'reference_time':0,'group_id':'" + groupId + "'},'events':[")
        + (String.join(",", Qlogs.exchange()) + "]}");
  }

  private static Qlogs.Analysis contained(String... traces) {
    return Qlogs.analyze(
        Qlogs.json("{'qlog_version':'0.3','traces':[" + String.join(",", traces) + "]}"));
  }

  private static List<String> grouped(String groupId) {
    return Qlogs.exchange().stream()
        .map(event -> event.replaceFirst("\\{", Qlogs.json("{'group_id':'" + groupId + "',")))
        .toList();
  }

  private static void expectExchanges(Qlogs.Analysis source, String... ids) {
    assertThat(source.connections())
        .extracting(ConnectionSummary::connectionId)
        .containsExactly(ids);
    source.connections().forEach(Qlogs::expectExchange);
  }

  @Test
  void eachTraceIsAConnection() {
    Qlogs.Analysis source = contained(trace("a"), trace("b"), trace("c"));
    expectExchanges(source, "a", "b", "c");
    assertThat(source.connections())
        .extracting(ConnectionSummary::traceIndex)
        .containsExactly(0, 1, 2);
  }

  @Test
  void aTraceErrorAmongTracesIsReportedAndCostsNothingElse() {
    Qlogs.Analysis source = contained(trace("a"), ERROR, trace("b"), ERROR);
    expectExchanges(source, "a", "b");
    assertThat(source.connections())
        .extracting(ConnectionSummary::traceIndex)
        .containsExactly(0, 2);
    assertThat(source.problems()).hasSize(2).allMatch(problem -> problem.contains("no keys"));
    assertThat(source.skipped().records()).isZero();
  }

  @Test
  void onlyATraceErrorIsAQlogFileWithoutConnections() {
    Qlogs.Analysis source = contained(ERROR);
    assertThat(source.status()).isEqualTo(Status.READ);
    assertThat(source.connections()).isEmpty();
    assertThat(source.problems()).hasSize(1);
  }

  @Test
  void aSecondHeaderInASequenceStartsAnotherConnection() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      records.add(Qlogs.HEADER.replace("0.3", "0.4"));
      records.addAll(Qlogs.exchange());
    }
    Qlogs.Analysis source = Qlogs.analyze(Qlogs.sequence(records.toArray(String[]::new)));
    assertThat(source.connections()).hasSize(3).allSatisfy(Qlogs::expectExchange);
    assertThat(Qlogs.analyze(String.join("\n", records)).connections())
        .hasSize(3)
        .allSatisfy(Qlogs::expectExchange);
  }

  @Test
  void groupIdsOfInterleavedEventsSplitThem() {
    List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
    List<List<String>> groups = List.of(grouped("a"), grouped("b"), grouped("c"));
    for (int i = 0; i < groups.get(0).size(); i++) {
      for (List<String> group : groups) {
        records.add(group.get(i));
      }
    }
    Qlogs.Analysis source = Qlogs.analyze(Qlogs.sequence(records.toArray(String[]::new)));
    expectExchanges(source, "a", "b", "c");
    assertThat(source.connections())
        .extracting(ConnectionSummary::traceIndex)
        .containsExactly(0, 0, 0);
  }

  @Test
  void eventsOfTheEndpointItselfAreNoConnection() {
    List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
    records.add(Qlogs.json("{'time':0,'name':'connectivity:server_listening','data':{}}"));
    records.addAll(grouped("a"));
    expectExchanges(Qlogs.analyze(Qlogs.sequence(records.toArray(String[]::new))), "a");
  }

  @Test
  void aTraceWithoutEventsIsAConnectionThatSaysSo() {
    Qlogs.Analysis source = contained("{'vantage_point':{'type':'server'},'events':[]}");
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.flags()).containsExactly(Flag.NO_EVENTS);
    assertThat(connection.packets()).isEmpty();
    assertThat(connection.durationNanos()).isEmpty();
  }

  @Test
  void eventsWithoutAHeaderAreReadAndToldSo() {
    Qlogs.Analysis source = Qlogs.analyze(Qlogs.sequence(Qlogs.exchange().toArray(String[]::new)));
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.flags()).containsExactly(Flag.MISSING_HEADER);
    assertThat(connection.events()).isEqualTo(11);
  }
}
