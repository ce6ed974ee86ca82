package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.connection.SentPackets.ACK_ELICITING;
import static dev.moqlog.analyzer.connection.SentPackets.IN_FLIGHT;
import static dev.moqlog.analyzer.connection.SentPackets.MAX_TRACKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long and random histories of one packet number space. */
class SentPacketsBoundsTest {

  private static final int DATA = ACK_ELICITING | IN_FLIGHT;

  private static long fates(SentPackets packets) {
    return packets.lostForGood().packets
        + packets.inferredLost().packets
        + packets.unresolved().packets;
  }

  @Test
  void anEndlessConnectionWithAcknowledgmentsStaysExact() {
    SentPackets packets = new SentPackets(PacketNumberSpace.APPLICATION_DATA, 0, FateListener.NONE);
    long total = 20L * MAX_TRACKED;
    for (long number = 0; number < total; number++) {
      packets.sent(number, number, 100, 0, 0, DATA);
      if (number % 100 == 99) {
        packets.beginAck();
        // Number 7 of each hundred is never acknowledged.
        packets.acked(number - 99, number - 93);
        packets.acked(number - 91, number);
        assertThat(packets.endAck()).isEqualTo(number);
        packets.declaredLost(number - 92, LossTrigger.UNKNOWN);
      }
    }
    packets.finish();
    long lost = total / 100;
    assertThat(packets.lostForGood().packets).isEqualTo(lost);
    assertThat(packets.unresolved().packets).isEqualTo(total % 100);
    assertThat(packets.approximate()).isFalse();
  }

  @Test
  void moreOpenPacketsThanAreTrackedKeepTheirCountAndAreTold() {
    SentPackets packets = new SentPackets(PacketNumberSpace.APPLICATION_DATA, 0, FateListener.NONE);
    long total = 3L * MAX_TRACKED;
    for (long number = 0; number < total; number++) {
      packets.sent(number, number, 100, 0, 0, DATA);
    }
    packets.beginAck();
    packets.acked(total - 1, total - 1);
    assertThat(packets.endAck()).isEqualTo(total - 1);
    packets.finish();
    assertThat(packets.approximate()).isTrue();
    assertThat(packets.all().packets).isEqualTo(total);
    assertThat(fates(packets)).isEqualTo(total - 1);
    assertThat(packets.inferredLost().packets).isPositive();
  }

  @Test
  void withoutAnyAcknowledgmentForgettingChangesNothing() {
    SentPackets packets = new SentPackets(PacketNumberSpace.APPLICATION_DATA, 0, FateListener.NONE);
    long total = 3L * MAX_TRACKED;
    for (long number = 0; number < total; number++) {
      packets.sent(number, number, 100, 0, 0, DATA);
    }
    packets.finish();
    assertThat(packets.approximate()).isFalse();
    assertThat(packets.unresolved().packets).isEqualTo(total);
  }

  /** Below the bound, fates follow from sets of numbers alone. */
  @Test
  void randomHistoriesMatchSetsOfNumbers() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      SentPackets packets =
          new SentPackets(PacketNumberSpace.APPLICATION_DATA, 0, FateListener.NONE);
      BitSet sent = new BitSet();
      BitSet acked = new BitSet();
      BitSet declared = new BitSet();
      int next = 0;
      for (int step = 0; step < 400; step++) {
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            next += random.nextInt(8) == 0 ? 2 : 1;
            packets.sent(next, step, 100, 0, 0, DATA);
            sent.set(next);
          }
          case 2 -> {
            int last = random.nextInt(next + 1);
            int first = Math.max(0, last - random.nextInt(6));
            packets.beginAck();
            packets.acked(first, last);
            packets.endAck();
            acked.set(first, last + 1);
          }
          default -> {
            int number = random.nextInt(next + 1);
            if (sent.get(number)) {
              packets.declaredLost(number, LossTrigger.UNKNOWN);
              declared.set(number);
            }
          }
        }
      }
      packets.finish();
      BitSet open = minus(sent, acked);
      BitSet lost = intersection(open, declared);
      BitSet rest = minus(open, declared);
      long overtaken = rest.get(0, Math.max(0, acked.length() - 3)).cardinality();
      assertThat(packets.declaredCount()).as("seed " + seed).isEqualTo(declared.cardinality());
      assertThat(packets.spuriousCount())
          .as("seed " + seed)
          .isEqualTo(intersection(declared, acked).cardinality());
      assertThat(packets.lostForGood().packets).as("seed " + seed).isEqualTo(lost.cardinality());
      assertThat(packets.inferredLost().packets).as("seed " + seed).isEqualTo(overtaken);
      assertThat(packets.unresolved().packets)
          .as("seed " + seed)
          .isEqualTo(rest.cardinality() - overtaken);
    }
  }

  private static BitSet minus(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.andNot(b);
    return result;
  }

  private static BitSet intersection(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.and(b);
    return result;
  }
}
