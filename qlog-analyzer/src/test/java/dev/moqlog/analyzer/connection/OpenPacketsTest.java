package dev.moqlog.analyzer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OpenPacketsTest {

  private static final int DONE = 32;

  private final OpenPackets open = new OpenPackets();

  @Test
  void keepsWhatIsKnownOfAPacket() {
    open.insert(7, -5, 1L << 40, 65_535, Integer.MAX_VALUE, 1 | 2);

    open.set(open.first(), 16);

    assertThat(open.number(open.first())).isEqualTo(7);
    assertThat(open.sentNanos(open.first())).isEqualTo(-5);
    assertThat(open.offset(open.first())).isEqualTo(1L << 40);
    assertThat(open.lengthBytes(open.first())).isEqualTo(65_535);
    assertThat(open.payloadBytes(open.first())).isEqualTo(Integer.MAX_VALUE);
    assertThat(open.flags(open.first())).isEqualTo(1 | 2 | 16);
  }

  @Test
  void packetsAreInOrderHoweverTheyCome() {
    for (int kind = 0; kind < 3; kind++) {
      OpenPackets packets = new OpenPackets();
      Random random = new Random(kind);
      Map<Long, Long> expected = new TreeMap<>();
      for (int i = 0; i < 3_000; i++) {
        long number = kind == 0 ? i : kind == 1 ? 3_000 - i : random.nextInt(1 << 20);
        if (expected.put(number, -number) == null) {
          packets.insert(number, -number, 0, 0, 0, random.nextInt(4) == 0 ? DONE : 0);
        }
        if (random.nextInt(3) == 0) {
          expected.remove(packets.number(packets.first()));
          packets.dropFirst(1);
        }
        if (random.nextInt(50) == 0) {
          for (int at = packets.first(); at < packets.end(); at++) {
            if ((packets.flags(at) & DONE) != 0) {
              expected.remove(packets.number(at));
            }
          }
          packets.dropAll(DONE);
        }
        assertThat(packets.size()).isEqualTo(expected.size());
      }
      List<Long> numbers = new ArrayList<>();
      for (int at = packets.first(); at < packets.end(); at++) {
        numbers.add(packets.number(at));
        assertThat(packets.sentNanos(at)).isEqualTo(-packets.number(at));
        assertThat(packets.indexOf(packets.number(at))).isEqualTo(at);
      }
      assertThat(numbers).containsExactlyElementsOf(expected.keySet());
    }
  }

  @Test
  void findsTheNextOneForANumberThatIsNotThere() {
    open.insert(10, 0, 0, 0, 0, 0);
    open.insert(20, 0, 0, 0, 0, 0);

    assertThat(open.indexOf(5)).isEqualTo(open.first());
    assertThat(open.indexOf(15)).isEqualTo(open.first() + 1);
    assertThat(open.indexOf(25)).isEqualTo(open.end());
  }
}
