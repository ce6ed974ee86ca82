package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTroubleTest {
  @TempDir private Path directory;

  @Test
  void wakesTheFlightRecorderAsTypedEventsDo() throws IOException {
    assertThat(traces(1, "connectivity:connection_closed", Map.of("application_code", 7)))
        .hasSize(1);
    assertThat(traces(2, "quic:connection_closed", Map.of("connection_error", "internal_error")))
        .hasSize(2);
    assertThat(traces(3, "recovery:metrics_updated", Map.of("pto_count", 3))).hasSize(3);
  }

  @Test
  void letsItSleepAfterAGoodEnd() throws IOException {
    assertThat(traces(1, "connectivity:connection_closed", Map.of("application_code", 0)))
        .isEmpty();
    assertThat(traces(2, "connectivity:connection_closed", Map.of("connection_code", "no_error")))
        .isEmpty();
    assertThat(traces(3, "recovery:metrics_updated", Map.of("latest_rtt", 20.5))).isEmpty();
  }

  @Test
  void startsAConnectionWhoseAddressesAreNotKnown() throws IOException {
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory).sampleRate(1).addresses(AddressPolicy.FULL).build()) {
      QlogTrace trace = recorder.open(ConnectionInfo.server(new byte[] {1, 2, 3, 4}));
      trace.connection().started(trace.nanoTime(), null, null);
      trace.close();
    }

    assertThat(Files.readString(files().get(0))).contains("connection_started\",\"data\":{}");
  }

  private List<Path> traces(int id, String name, Map<String, ?> data) throws IOException {
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory)
            .sampleRate(0)
            .flightRecorder(FlightRecorder.DEFAULT)
            .build()) {
      QlogTrace trace = recorder.open(ConnectionInfo.server(new byte[] {(byte) id, 2, 3, 4}));
      trace.record(trace.nanoTime(), QlogRecord.of(name, data));
      trace.close();
    }
    return files();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }
}
