package dev.moqlog.analyzer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {

  @Test
  void agreesWithAMapOfObjects() {
    LongMap map = new LongMap();
    Map<Long, Long> expected = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      long key = random.nextInt(500) - 250L;
      if (random.nextInt(5) < 2) {
        map.put(key, i);
        expected.put(key, (long) i);
      } else {
        Long value = expected.remove(key);
        assertThat(map.remove(key)).isEqualTo(value == null ? LongMap.NONE : value);
      }
      assertThat(map.size()).isEqualTo(expected.size());
      assertThat(map.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }
}
