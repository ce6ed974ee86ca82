package dev.moqlog.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogTrace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All ways of writing the event write the same. */
class SampleEventTest {

  private static final long PACKET = 1_234_567;
  private static final long NANOS = 98_765_432_000L;

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void writesAsManyBytesAsTheTablesSay() throws Exception {
    assertThat(written()).hasSizeBetween(310, 345);
  }

  @Test
  void jacksonWritesTheSameText() throws Exception {
    assertThat(generated(false)).isEqualTo(written());
    assertThat(generated(true)).isEqualTo(written());
  }

  @Test
  void databindWritesTheSameData() throws Exception {
    JsonNode bound =
        mapper.readTree(PacketSent.writer().writeValueAsString(PacketSent.of(NANOS, PACKET)));
    assertThat(bound).isEqualTo(mapper.readTree(written()));
  }

  private static String generated(boolean doubleTimes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JacksonEncoder encoder = new JacksonEncoder(bytes, doubleTimes);
    encoder.encode(NANOS, PACKET);
    encoder.flush();
    return bytes.toString("UTF-8");
  }

  private static String written() throws Exception {
    try (RecorderOnDisk files = new RecorderOnDisk()) {
      QlogTrace trace = files.recorder().open(ConnectionInfo.client(new byte[] {1, 2, 3, 4}), 0);
      SampleEvent.record(trace, NANOS, PACKET);
      trace.close();
      files.recorder().close(Duration.ofSeconds(30));
      try (Stream<Path> found = Files.walk(files.directory())) {
        List<Path> traces = found.filter(path -> path.endsWith("trace.json")).toList();
        assertThat(traces).hasSize(1);
        String line =
            Files.readAllLines(traces.get(0)).stream()
                .filter(text -> text.contains("packet_sent"))
                .findFirst()
                .orElseThrow();
        return line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
      }
    }
  }
}
