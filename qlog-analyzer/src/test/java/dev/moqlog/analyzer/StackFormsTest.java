package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same small exchange as each stack writes it: two packets with 100 bytes of a stream each, 10
 * ms into the connection; an acknowledgment of the first 50 ms later, which is the only packet
 * received; the second declared lost, where the stack declares anything.
 */
class StackFormsTest {

  static Stream<StackForm> forms() {
    return Stream.of(
            RustStacks.forms(), GoAndPythonStacks.forms(), CStacks.forms(), Converters.forms())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theExchangeAsTheStackWritesIt(StackForm form) {
    Qlogs.Analysis source = Qlogs.analyze(form.text());

    assertThat(source.intact()).as(source.problems().toString()).isTrue();
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.producer().orElse("")).isEqualTo(form.producer());
    assertThat(connection.vantagePoint()).isEqualTo(form.vantagePoint());
    assertThat(connection.qlogVersion()).contains(form.version());
    assertThat(connection.packets().orElseThrow().sent()).isEqualTo(2);
    assertThat(connection.packets().orElseThrow().received()).isEqualTo(1);
    assertThat(connection.loss().orElseThrow().declared()).isEqualTo(form.declared());
    assertThat(connection.retransmit().isPresent()).isEqualTo(form.frames());
    connection.retransmit().ifPresent(data -> assertThat(data.streamBytesSent()).isEqualTo(200));
    RttSummary rtt = connection.rtt().orElseThrow();
    assertThat(rtt.source()).isEqualTo(form.rtt());
    assertThat(rtt.samples()).isEqualTo(1);
    assertThat(rtt.minNanos()).isEqualTo(50_000_000);
  }
}
