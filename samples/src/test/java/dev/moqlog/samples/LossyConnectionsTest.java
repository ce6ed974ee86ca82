package dev.moqlog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossyConnectionsTest {

  @Test
  void namesTheConnectionsOfTheRealTracesThatLostPackets() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path samples = Path.of(System.getProperty("moqlog.root"), "samples", "qlog");

    LossyConnections.print(
        List.of(samples.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains("f4afe7b8bf09e214d5f556cde43de8938f lost 3.02 %")
        .filteredOn(line -> line.contains(" lost "))
        .hasSize(4);
  }
}
