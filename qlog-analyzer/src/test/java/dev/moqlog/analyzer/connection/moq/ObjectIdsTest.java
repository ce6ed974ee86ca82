package dev.moqlog.analyzer.connection.moq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ObjectIdsTest {

  @Test
  void itIsTheSetOfWhatWasAdded() {
    Random random = new Random(5);
    for (int round = 0; round < 500; round++) {
      ObjectIds ids = new ObjectIds();
      ObjectIds other = new ObjectIds();
      TreeSet<Long> expected = new TreeSet<>();
      for (int i = 0; i < 60; i++) {
        long id = random.nextInt(100);
        if (random.nextInt(4) == 0) {
          other.add(id);
          expected.add(id);
        } else {
          boolean fresh = ids.add(id);
          assertThat(fresh || expected.contains(id)).isTrue();
          expected.add(id);
        }
      }
      ids.addAll(other);
      assertThat(ids.min()).isEqualTo(expected.first());
      assertThat(ids.max()).isEqualTo(expected.last());
      assertThat(ids.missing(0, 99)).isEqualTo(100 - expected.size());
      assertThat(ids.missing(20, 40)).isEqualTo(21 - expected.subSet(20L, 41L).size());
      assertThat(ids.approximate()).isFalse();
      for (long id : expected) {
        assertThat(ids.add(id)).isFalse();
      }
    }
  }

  @Test
  void beyondItsLimitItIsApproximate() {
    ObjectIds ids = new ObjectIds();
    for (int i = 0; i <= ObjectIds.MAX_RANGES; i++) {
      ids.add(10L * i);
    }
    assertThat(ids.approximate()).isTrue();
  }
}
