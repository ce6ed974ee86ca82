package dev.moqlog.analyzer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentStreamsTest {

  @Test
  void forgetsTheStreamThatWasSilentLongest() {
    RecentStreams<String> streams = new RecentStreams<>(2);

    assertThat(streams.add(4, "four")).isNull();
    assertThat(streams.add(8, "eight")).isNull();
    assertThat(streams.get(4)).isEqualTo("four");
    assertThat(streams.add(12, "twelve")).isEqualTo("eight");

    assertThat(streams.get(8)).isNull();
    assertThat(streams.get(4)).isEqualTo("four");
    assertThat(streams.any("twelve"::equals)).isTrue();
    assertThat(streams.any("eight"::equals)).isFalse();
  }

  @Test
  void agreesWithAMapInOrderOfAccess() {
    int limit = 100;
    RecentStreams<Long> streams = new RecentStreams<>(limit);
    Map<Long, Long> expected = new LinkedHashMap<>(16, 0.75f, true);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long id = 4L * random.nextInt(3 * limit) << random.nextInt(2) * 40;
      Long state = expected.get(id);
      assertThat(streams.get(id)).isEqualTo(state);
      if (state == null) {
        Long eldest = expected.size() < limit ? null : expected.keySet().iterator().next();
        expected.put(id, id);
        expected.remove(eldest);
        assertThat(streams.add(id, id)).isEqualTo(eldest);
      }
    }
    List<Long> all = new ArrayList<>();
    streams.forEach(all::add);
    assertThat(all).containsExactlyElementsOf(expected.keySet());
  }
}
