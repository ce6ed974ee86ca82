package dev.moqlog.analyzer.telemetry;

import static dev.moqlog.analyzer.Qlogs.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.analyzer.telemetry.Exact.Series;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The number of series is bounded, whatever logs contain. */
class TelemetryLabelTest {

  private static final String[] STRANGE = {
    "''",
    "'__name__'",
    "'a\\u0000b'",
    "'\\n\\\"'",
    "'\\ud800'",
    "'other'",
    "-1",
    "1e400",
    "18446744073709551615",
    "9007199254740993",
    "null",
    "true",
    "[]",
    "{}",
    "'x/../../y'"
  };

  private static void expectListedValues(Exact exact) {
    for (Series series : exact.series().keySet()) {
      List<TelemetryLabel> labels = series.metric().labels();
      assertThat(series.attributes().size()).isEqualTo(labels.size());
      for (TelemetryLabel label : labels) {
        String value = series.attributes().get(label.key());
        assertThat(value).as(series.toString()).isNotNull();
        if (!value.equals(TelemetryLabel.OTHER)) {
          assertThat(label.listed()).as(series.toString()).contains(value);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TelemetryLabel.class)
  void valuesAreDistinctAndFitForLabels(TelemetryLabel label) {
    assertThat(label.listed())
        .doesNotHaveDuplicates()
        .doesNotContain(TelemetryLabel.OTHER)
        .allMatch(value -> value.matches("[a-z0-9_]+"));
    label.listed().forEach(value -> assertThat(label.value(value)).isEqualTo(value));
    if (!label.listed().isEmpty()) {
      assertThat(label.value("never heard of")).isEqualTo(TelemetryLabel.OTHER);
      assertThat(label.value("")).isEqualTo(TelemetryLabel.OTHER);
    }
    assertThat(label.key().getKey()).isEqualTo(label.label());
    assertThat(label.description()).isNotBlank();
  }

  @Test
  void realLogsGiveOnlyListedValues() {
    Exact exact = Exact.of(AnalyzedLogs.all());
    expectListedValues(exact);
    // Those that stacks do write are known by name.
    exact
        .series()
        .forEach(
            (series, total) ->
                assertThat(series.attributes().asMap().values())
                    .as(series.toString())
                    .filteredOn(TelemetryLabel.OTHER::equals)
                    .isEmpty());
  }

  @Test
  void whateverALogContainsIsAListedValueOrOther() {
    Exact exact =
        Exact.of(
            metrics -> {
              for (int i = 0; i < 2_000; i++) {
                Qlogs.analyze(strange(i)).connections().forEach(metrics::connection);
              }
            },
            true);
    expectListedValues(exact);
    assertThat(exact.by(TelemetryMetric.PACKETS_DROPPED, TelemetryLabel.DROP_REASON))
        .containsKeys("other", "unspecified");
    assertThat(exact.by(TelemetryMetric.MOQ_MESSAGES, TelemetryLabel.MESSAGE_TYPE))
        .containsKey("other");
    assertThat(exact.by(TelemetryMetric.MOQ_REQUESTS_FAILED, TelemetryLabel.REQUEST_ERROR_CODE))
        .containsKeys("other", "none", "0x7");
    assertThat(exact.by(TelemetryMetric.PACKETS_LOST, TelemetryLabel.LOSS_TRIGGER))
        .containsKey("unknown");
  }

  /** A log whose names, codes and triggers are its number, or what no log should contain. */
  private static String strange(int i) {
    String value = i % 3 == 0 ? "'value" + i + "'" : STRANGE[i % STRANGE.length];
    String code = i % 3 == 0 ? Integer.toString(i) : STRANGE[i % STRANGE.length];
    String header = Qlogs.HEADER.replace("\"client\"", json(value));
    List<String> records = new ArrayList<>(List.of(header));
    records.add(
        json(
            "{'time':0,'name':'transport:alpn_information','data':{'chosen_alpn':{'string_value':%s}}}"
                .formatted(value)));
    records.add(Qlogs.sent(0, 0, Qlogs.stream(0, 0, 10)));
    records.add(event("recovery:packet_lost", "'header':{'packet_number':0},'trigger':" + value));
    records.add(event("transport:packet_dropped", "'trigger':" + value));
    records.add(event("transport:packet_dropped", ""));
    String subscribe = "'message':{'type':'subscribe','request_id':2,'track_name':'t'}";
    records.add(event("moqt:control_message_created", subscribe));
    String error = "'message':{'type':'request_error','request_id':2,'error_code':%s}";
    records.add(event("moqt:control_message_parsed", error.formatted(code)));
    records.add(event("moqt:control_message_parsed", error.replace("2", "4").formatted("7")));
    records.add(event("moqt:control_message_parsed", "'message':{'type':" + value + "}"));
    records.add(
        event("connectivity:connection_closed", "'owner':" + value + ",'trigger':" + value));
    return Qlogs.sequence(records.toArray(String[]::new));
  }

  private static String event(String name, String data) {
    return json("{'time':1,'name':'" + name + "','data':{" + data + "}}");
  }

  @Test
  void tenThousandConnectionsHaveAsManySeriesAsTenOfTheSameKinds() {
    List<ConnectionSummary> kinds =
        AnalyzedLogs.all().stream().flatMap(log -> log.connections().stream()).toList();
    Set<Series> few = series(kinds, kinds.size());
    assertThat(series(kinds, 10_000)).isEqualTo(few);
    int most =
        Arrays.stream(TelemetryMetric.values())
            .mapToInt(
                metric ->
                    metric.labels().stream()
                        .mapToInt(label -> label.listed().size() + 1)
                        .reduce(1, Math::multiplyExact))
            .sum();
    assertThat(few).hasSizeLessThan(1_500);
    assertThat(most).isLessThan(10_000);
  }

  private static Set<Series> series(List<ConnectionSummary> kinds, int connections) {
    IntFunction<ConnectionSummary> connection =
        i -> {
          ConnectionSummary kind = kinds.get(i % kinds.size());
          ConnectionSummary.Builder another =
              new ConnectionSummary.Builder("id-" + i, "/logs/" + i + ".qlog", i);
          another.vantagePoint = kind.vantagePoint();
          another.handshake = kind.handshake();
          another.packets = kind.packets();
          another.spaces = kind.spaces();
          another.loss = kind.loss();
          another.close = kind.close();
          another.blocked = kind.blocked();
          another.drops = kind.drops();
          another.moq = kind.moq();
          another.corrections = kind.corrections();
          return another.build();
        };
    return Exact.of(
            metrics -> {
              for (int i = 0; i < connections; i++) {
                metrics.connection(connection.apply(i));
              }
            },
            true)
        .series()
        .keySet();
  }

  @Test
  void commonLabelsAreOnEveryMetric() {
    Attributes common = Attributes.builder().put("relay_instance", "a").build();
    Exact exact = new Exact();
    ConnectionMetrics metrics = new ConnectionMetrics(exact, common, true);
    Exact.record(AnalyzedLogs.all(), metrics);
    metrics.build("1.0");
    assertThat(exact.series().keySet())
        .allMatch(
            series ->
                "a"
                    .equals(
                        series
                            .attributes()
                            .asMap()
                            .get(common.asMap().keySet().iterator().next())));
  }

  @Test
  void triggersOfLossAreThoseOfQlog() {
    Map<String, LossTrigger> triggers =
        Arrays.stream(LossTrigger.values())
            .filter(trigger -> trigger != LossTrigger.INFERRED)
            .collect(Collectors.toMap(LossTrigger::label, trigger -> trigger));
    triggers.forEach((label, trigger) -> assertThat(LossTrigger.of(label)).isEqualTo(trigger));
    assertThat(LossTrigger.of(null)).isEqualTo(LossTrigger.UNKNOWN);
    // Nobody declares a packet lost by what only an analysis tells.
    assertThat(LossTrigger.of("inferred")).isEqualTo(LossTrigger.UNKNOWN);
  }
}
