package dev.moqlog.analyzer.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.FleetDiagnosis.Example;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FleetDiagnosisTest {

  private static final Rule FAILED = Rule.HANDSHAKE_FAILED;
  private static final Rule LOSS = Rule.RANDOM_LOSS;

  private final FleetDiagnosis fleet = new FleetDiagnosis();

  @Test
  void countsAConnectionOnceByItsWorstFindingOfARule() {
    fleet.add(connection("a", finding(LOSS, Severity.INFO, 0), finding(LOSS, Severity.WARNING, 0)));
    fleet.add(connection("b", finding(LOSS, Severity.INFO, 0)));
    fleet.add(connection("c"));

    assertThat(fleet.connections()).isEqualTo(3);
    assertThat(fleet.connections(Severity.INFO)).isEqualTo(2);
    assertThat(fleet.connections(LOSS, Severity.INFO)).isEqualTo(2);
    assertThat(fleet.connections(LOSS, Severity.WARNING)).isEqualTo(1);
    assertThat(fleet.connections(LOSS, Severity.CRITICAL)).isZero();
    assertThat(fleet.connections(FAILED, Severity.INFO)).isZero();
  }

  @Test
  void ranksWhatIsCriticalBeforeWhatIsFrequent() {
    fleet.add(connection("a", finding(LOSS, Severity.WARNING, 0)));
    fleet.add(connection("b", finding(LOSS, Severity.WARNING, 0)));
    fleet.add(connection("c", finding(FAILED, Severity.CRITICAL, 0)));

    assertThat(fleet.rules(Severity.WARNING)).containsExactly(FAILED, LOSS);
    assertThat(fleet.rules(Severity.CRITICAL)).containsExactly(FAILED);
  }

  @Test
  void keepsTheWorstExamplesOfEachRule() {
    for (int i = 0; i < 100; i++) {
      fleet.add(connection("c" + i, finding(LOSS, Severity.WARNING, i / 100.0)));
    }
    fleet.add(connection("worst", finding(LOSS, Severity.CRITICAL, 0)));

    assertThat(fleet.worst(LOSS, Severity.WARNING))
        .extracting(Example::connectionId)
        .containsExactly("worst", "c99", "c98");
    assertThat(fleet.worst(LOSS, Severity.CRITICAL))
        .extracting(Example::connectionId)
        .containsExactly("worst");
    assertThat(fleet.worst(FAILED, Severity.INFO)).isEmpty();
  }

  @Test
  void anySplitOfTheWorkGivesTheSame() {
    List<DiagnosedConnection> connections = new ArrayList<>();
    Random random = new Random(1);
    Severity[] severities = Severity.values();
    for (int i = 0; i < 60; i++) {
      Severity severity = severities[random.nextInt(severities.length)];
      connections.add(
          connection(
              "c" + i, finding(i % 3 == 0 ? LOSS : FAILED, severity, random.nextInt(4) / 4.0)));
    }
    connections.forEach(fleet::add);

    Collections.shuffle(connections, random);
    FleetDiagnosis one = new FleetDiagnosis();
    connections.subList(0, 23).forEach(one::add);
    FleetDiagnosis other = new FleetDiagnosis();
    connections.subList(23, 60).forEach(other::add);
    one.merge(other);
    one.merge(new FleetDiagnosis());

    assertThat(one.connections()).isEqualTo(fleet.connections());
    for (Severity severity : severities) {
      assertThat(one.connections(severity)).isEqualTo(fleet.connections(severity));
      assertThat(one.rules(severity)).isEqualTo(fleet.rules(severity));
      for (Rule rule : fleet.rules(severity)) {
        assertThat(one.connections(rule, severity)).isEqualTo(fleet.connections(rule, severity));
        assertThat(one.worst(rule, severity)).isEqualTo(fleet.worst(rule, severity));
      }
    }
  }

  @Test
  void connectionsAreOrderedByTheirFindingsFromTheWorstOn() {
    Finding critical = finding(FAILED, Severity.CRITICAL, 0.5);
    Finding warning = finding(LOSS, Severity.WARNING, 0.9);
    List<DiagnosedConnection> connections =
        new ArrayList<>(
            List.of(
                connection("none"),
                connection("other"),
                connection("warning", warning),
                connection("critical", critical),
                connection("both", critical, warning)));
    connections.sort(DiagnosedConnection.WORST_FIRST);

    assertThat(connections)
        .extracting(diagnosed -> diagnosed.connection().connectionId())
        .containsExactly("both", "critical", "warning", "none", "other");
  }

  @Test
  void aConnectionCanBeReducedToSomeOfItsFindings() {
    DiagnosedConnection both =
        connection(
            "a", finding(FAILED, Severity.CRITICAL, 0.5), finding(LOSS, Severity.WARNING, 0.9));

    assertThat(both.severity()).contains(Severity.CRITICAL);
    DiagnosedConnection one = both.only(finding -> finding.rule() == LOSS);
    assertThat(one.findings()).hasSize(1);
    assertThat(one.severity()).contains(Severity.WARNING);
    assertThat(one.only(finding -> false).severity()).isEmpty();
  }

  @Test
  void timesSinceTheStartNeverOverflow() {
    ConnectionSummary.Builder connection = new ConnectionSummary.Builder("a", "a", 0);
    connection.startNanos = OptionalLong.of(-10);

    assertThat(connection.build().sinceStartNanos(5)).isEqualTo(15);
    assertThat(connection.build().sinceStartNanos(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    connection.startNanos = OptionalLong.of(10);
    assertThat(connection.build().sinceStartNanos(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    connection.startNanos = OptionalLong.empty();
    assertThat(connection.build().sinceStartNanos(5)).isEqualTo(5);
  }

  private static DiagnosedConnection connection(String id, Finding... findings) {
    return new DiagnosedConnection(
        new ConnectionSummary.Builder(id, id + ".qlog", 0).build(), List.of(findings));
  }

  private static Finding finding(Rule rule, Severity severity, double impact) {
    return new Finding(
        rule,
        severity,
        Confidence.HIGH,
        impact,
        "something",
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of());
  }
}
