package dev.moqlog.analyzer.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import org.junit.jupiter.api.Test;

class AckRangeEndsTest {

  private static QlogEvent packet(EventType type, long number, long... ranges) {
    QlogEvent event = new QlogEvent();
    event.type = type;
    event.packet.type = PacketType.ONE_RTT;
    event.packet.number = number;
    if (ranges.length > 0) {
      event.frames.add();
      event.frames.setType(FrameType.ACK);
      for (int i = 0; i < ranges.length; i += 2) {
        event.frames.addRange(ranges[i], ranges[i + 1]);
      }
    }
    return event;
  }

  private static void send(AckRangeEnds ends, long first, long last) {
    for (long number = first; number <= last; number++) {
      ends.correct(packet(EventType.PACKET_SENT, number));
    }
  }

  private static QlogEvent receive(AckRangeEnds ends, long number, long... ranges) {
    QlogEvent event = packet(EventType.PACKET_RECEIVED, number, ranges);
    ends.correct(event);
    return event;
  }

  @Test
  void aRangeThatEndsOneBehindTheLargestSentProvesIt() {
    AckRangeEnds ends = new AckRangeEnds(true);
    send(ends, 0, 4);
    QlogEvent first = receive(ends, 0, 0, 5);
    assertThat(ends.corrects()).isTrue();
    assertThat(first.frames().rangeLast(0)).isEqualTo(4);

    send(ends, 5, 9);
    QlogEvent second = receive(ends, 1, 7, 10, 0, 5);
    assertThat(second.frames().rangeLast(0)).isEqualTo(9);
    assertThat(second.frames().rangeLast(1)).isEqualTo(4);
    assertThat(second.frames().rangeFirst(1)).isZero();
  }

  @Test
  void anotherProducerIsNeverSuspected() {
    AckRangeEnds ends = new AckRangeEnds(false);
    send(ends, 0, 4);
    assertThat(receive(ends, 0, 0, 5).frames().rangeLast(0)).isEqualTo(5);
    assertThat(ends.corrects()).isFalse();
  }

  @Test
  void aRangeOfOnePacketDisprovesItForGood() {
    AckRangeEnds ends = new AckRangeEnds(true);
    send(ends, 0, 4);
    receive(ends, 0, 0, 0);
    assertThat(receive(ends, 1, 0, 5).frames().rangeLast(0)).isEqualTo(5);
    assertThat(ends.corrects()).isFalse();
  }

  @Test
  void aRangeWithinWhatWasSentProvesNothing() {
    AckRangeEnds ends = new AckRangeEnds(true);
    send(ends, 0, 9);
    assertThat(receive(ends, 0, 0, 5).frames().rangeLast(0)).isEqualTo(5);
    assertThat(ends.corrects()).isFalse();
  }

  @Test
  void acknowledgmentsSentAreMeasuredByWhatWasReceived() {
    AckRangeEnds ends = new AckRangeEnds(true);
    receive(ends, 0);
    receive(ends, 1);
    QlogEvent event = packet(EventType.PACKET_SENT, 0, 0, 2);
    ends.correct(event);
    assertThat(ends.corrects()).isTrue();
    assertThat(event.frames().rangeLast(0)).isEqualTo(1);
  }

  @Test
  void eachPacketNumberSpaceHasItsOwnLargest() {
    AckRangeEnds ends = new AckRangeEnds(true);
    QlogEvent initial = packet(EventType.PACKET_SENT, 4);
    initial.packet.type = PacketType.INITIAL;
    ends.correct(initial);
    send(ends, 0, 9);
    receive(ends, 0, 0, 5);
    assertThat(ends.corrects()).isFalse();
  }
}
