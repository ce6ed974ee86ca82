package dev.moqlog.analyzer.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.FleetSummary.Distribution;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FleetSummaryTest {

  private static final List<Qlogs.Analysis> SOURCES = new ArrayList<>();

  /** Real logs, made logs of every length of the exchange, and sources that could not be read. */
  @BeforeAll
  static void analyze() throws IOException {
    for (Path log : Qlogs.realLogs()) {
      SOURCES.add(Qlogs.analyze(log));
    }
    List<String> records = new ArrayList<>(Qlogs.exchange());
    records.add(0, Qlogs.HEADER);
    String text = Qlogs.sequence(records.toArray(String[]::new));
    for (int length = 0; length <= text.length(); length += 97) {
      SOURCES.add(Qlogs.analyze(text.substring(0, length)));
    }
    SOURCES.add(
        new Qlogs.Analysis(
            SourceSummary.unread("gone", Status.UNREADABLE, "no such file"), List.of()));
  }

  private static FleetSummary fleet(List<Qlogs.Analysis> sources) {
    FleetSummary fleet = new FleetSummary();
    sources.forEach(source -> add(fleet, source));
    return fleet;
  }

  private static void add(FleetSummary fleet, Qlogs.Analysis source) {
    fleet.add(source.summary());
    source.connections().forEach(fleet::add);
  }

  /** Everything a fleet tells: each number it has, and many quantiles of each distribution. */
  private static Map<String, Object> told(FleetSummary fleet) {
    Map<String, Object> told = new TreeMap<>();
    numbers(fleet, told);
    told.remove("transport");
    numbers(fleet.transport(), told);
    Map<String, Object> moq = new TreeMap<>();
    numbers(fleet.moq(), moq);
    told.put("moq", moq);
    for (Distribution distribution : Distribution.values()) {
      told.put(distribution + " count", fleet.count(distribution));
      told.put(distribution + " mean", fleet.mean(distribution));
      for (int i = 0; i <= 100; i++) {
        told.put(distribution + " " + i, fleet.quantile(distribution, i / 100.0));
      }
    }
    return told;
  }

  private static void numbers(Object summary, Map<String, Object> told) {
    try {
      for (Method method : summary.getClass().getMethods()) {
        if (method.getParameterCount() == 0 && method.getDeclaringClass() == summary.getClass()) {
          told.put(method.getName(), method.invoke(summary));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anySplitInAnyOrderTellsTheSameAsAddingOneByOne() {
    Map<String, Object> expected = told(fleet(SOURCES));
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Qlogs.Analysis> shuffled = new ArrayList<>(SOURCES);
      Collections.shuffle(shuffled, random);
      FleetSummary[] parts = new FleetSummary[1 + random.nextInt(8)];
      Arrays.setAll(parts, i -> new FleetSummary());
      shuffled.forEach(source -> add(parts[random.nextInt(parts.length)], source));
      FleetSummary whole = new FleetSummary();
      for (FleetSummary part : parts) {
        whole.merge(part);
      }
      assertThat(told(whole)).as("seed " + seed).isEqualTo(expected);
    }
  }

  @Test
  void mergingIsAssociativeWithTheEmptyFleetAsIdentity() {
    int third = SOURCES.size() / 3;
    List<Qlogs.Analysis> a = SOURCES.subList(0, third);
    List<Qlogs.Analysis> b = SOURCES.subList(third, 2 * third);
    List<Qlogs.Analysis> c = SOURCES.subList(2 * third, SOURCES.size());

    FleetSummary left = fleet(a);
    left.merge(fleet(b));
    left.merge(fleet(c));
    FleetSummary right = fleet(b);
    right.merge(fleet(c));
    FleetSummary whole = fleet(a);
    whole.merge(right);
    assertThat(told(left)).isEqualTo(told(whole));

    FleetSummary empty = new FleetSummary();
    empty.merge(whole);
    whole.merge(new FleetSummary());
    assertThat(told(empty)).isEqualTo(told(whole));
  }

  @Test
  void totalsAreTheSumsOverConnections() {
    FleetSummary fleet = fleet(SOURCES);
    List<ConnectionSummary> connections =
        SOURCES.stream().flatMap(source -> source.connections().stream()).toList();
    assertThat(fleet.sources()).isEqualTo(SOURCES.size());
    assertThat(fleet.connections()).isEqualTo(connections.size());
    assertThat(fleet.events())
        .isEqualTo(connections.stream().mapToLong(ConnectionSummary::events).sum());
    assertThat(fleet.packetsSent())
        .isEqualTo(
            connections.stream()
                .mapToLong(each -> each.packets().map(PacketSummary::sent).orElse(0L))
                .sum());
    assertThat(fleet.count(Distribution.RTT_SAMPLES))
        .isEqualTo(
            connections.stream()
                .mapToLong(each -> each.rtt().map(RttSummary::samples).orElse(0L))
                .sum());
    long lost =
        connections.stream()
            .flatMap(each -> each.loss().stream())
            .mapToLong(loss -> loss.lostInFlight().orElse(0))
            .sum();
    long sent =
        connections.stream()
            .flatMap(each -> each.loss().stream())
            .filter(loss -> loss.lostInFlight().isPresent())
            .mapToLong(LossSummary::sentInFlight)
            .sum();
    assertThat(fleet.lossRatio()).hasValue((double) lost / sent);
  }

  @Test
  void sourcesThatWereNotReadAreCountedAsSkipped() {
    assertThat(fleet(SOURCES).sourcesSkipped())
        .isEqualTo(SOURCES.stream().filter(each -> each.status() != Status.READ).count());
    assertThat(fleet(SOURCES).sourcesDamaged())
        .isEqualTo(
            SOURCES.stream()
                .filter(each -> each.status() == Status.READ && !each.intact())
                .count());
  }

  @Test
  void anEmptyFleetHasNoRatios() {
    FleetSummary fleet = new FleetSummary();
    assertThat(fleet.lossRatio()).isEmpty();
    assertThat(fleet.retransmitRatio()).isEmpty();
    assertThat(fleet.quantile(Distribution.RTT_SAMPLES, 0.5)).isEmpty();
    assertThat(fleet.mean(Distribution.LOSS_RATIO)).isEmpty();
  }
}
