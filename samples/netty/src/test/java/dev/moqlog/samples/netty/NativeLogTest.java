package dev.moqlog.samples.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLogTest {
  private static final String EVENT = "{\"time\":%s,\"name\":\"transport:x\",\"data\":{\"a\":1}}";

  @TempDir private Path directory;

  @Test
  void readsUpToARecordThatWasCutOff() throws IOException {
    Path file = file("{\"trace\":{}}", EVENT.formatted("1.5"), "{\"time\":2,\"na");

    try (NativeLog log = new NativeLog(file)) {
      NativeLog.Event event = log.next();
      assertThat(event.nanos()).isEqualTo(1_500_000);
      assertThat(event.record().name()).isEqualTo("transport:x");
      assertThat(event.record().data()).isEqualTo(Map.of("a", 1));
      assertThat(log.next()).isNull();
      assertThat(log.damagedRecords()).isEqualTo(1);
    }
  }

  @Test
  void passesOverWhatIsNoEvent() throws IOException {
    Path file = file("{}", "[1]", "{\"time\":0,\"name\":\"x\",\"data\":{}}", EVENT.formatted("3"));

    assertThat(times(file)).containsExactly(3_000_000L);
  }

  @Test
  void countsTimesAsTheHeaderSays() throws IOException {
    String header = "{\"trace\":{\"common_fields\":{\"time_format\":\"%s\"%s}}}";
    String first = EVENT.formatted("1000.5");
    String second = EVENT.formatted("1002");

    assertThat(times(file(header.formatted("relative", ",\"reference_time\":7"), first, second)))
        .containsExactly(1_000_500_000L, 1_002_000_000L);
    assertThat(times(file(header.formatted("delta", ""), first, second)))
        .containsExactly(1_000_500_000L, 2_002_500_000L);
    assertThat(times(file(header.formatted("absolute", ",\"reference_time\":1000"), first, second)))
        .containsExactly(500_000L, 2_000_000L);
    assertThat(times(file(header.formatted("absolute", ""), first, second)))
        .containsExactly(0L, 1_500_000L);
    String offset = "{\"trace\":{\"configuration\":{\"time_offset\":0.5}}}";
    assertThat(times(file(offset, first))).containsExactly(1_001_000_000L);
  }

  private static List<Long> times(Path file) throws IOException {
    List<Long> times = new ArrayList<>();
    try (NativeLog log = new NativeLog(file)) {
      for (NativeLog.Event event = log.next(); event != null; event = log.next()) {
        times.add(event.nanos());
      }
    }
    return times;
  }

  private Path file(String... records) throws IOException {
    return Files.writeString(
        directory.resolve("log.sqlog"), "\u001e" + String.join("\n\u001e", records));
  }
}
