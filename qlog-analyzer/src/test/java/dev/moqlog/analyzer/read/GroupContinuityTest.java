package dev.moqlog.analyzer.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import org.junit.jupiter.api.Test;

class GroupContinuityTest {

  private final GroupContinuity continuity = new GroupContinuity();
  private long nanos;

  private String corrected(EventType type, PacketType packetType, long number, String group) {
    QlogEvent event = new QlogEvent();
    event.type = type;
    event.groupId = group;
    event.timeNanos = nanos;
    event.packet.type = packetType;
    event.packet.number = number;
    continuity.correct(event);
    return event.groupId;
  }

  private String sent(PacketType type, long number, String group) {
    return corrected(EventType.PACKET_SENT, type, number, group);
  }

  private String received(PacketType type, long number, String group) {
    return corrected(EventType.PACKET_RECEIVED, type, number, group);
  }

  private String metrics(String group) {
    return corrected(EventType.RECOVERY_METRICS_UPDATED, null, QlogEvent.ABSENT, group);
  }

  @Test
  void aClientThatIsRenamedAfterItsFirstAnswerKeepsItsFirstName() {
    assertThat(sent(PacketType.INITIAL, 0, "odcid")).isEqualTo("odcid");
    assertThat(received(PacketType.INITIAL, 0, "odcid")).isEqualTo("odcid");
    assertThat(metrics("server")).isEqualTo("odcid");
    assertThat(sent(PacketType.INITIAL, 1, "server")).isEqualTo("odcid");
    assertThat(received(PacketType.ONE_RTT, 7, "server")).isEqualTo("odcid");
    assertThat(corrected(EventType.PACKET_LOST, PacketType.ONE_RTT, 1, "server"))
        .isEqualTo("odcid");
    assertThat(continuity.corrects()).isTrue();
  }

  @Test
  void aLogWithFramesIsLeftAlone() {
    QlogEvent event = new QlogEvent();
    event.frames.logged = true;
    continuity.correct(event);
    sent(PacketType.INITIAL, 0, "one");
    received(PacketType.INITIAL, 0, "one");
    assertThat(metrics("two")).isEqualTo("two");
    assertThat(received(PacketType.INITIAL, 1, "three")).isEqualTo("three");
  }

  @Test
  void aGroupThatStartsAfterAllGetsItsNameBack() {
    sent(PacketType.INITIAL, 0, "one");
    received(PacketType.INITIAL, 0, "one");
    assertThat(metrics("two")).isEqualTo("one");
    assertThat(sent(PacketType.INITIAL, 0, "two")).isEqualTo("two");
    assertThat(received(PacketType.INITIAL, 0, "two")).isEqualTo("two");
  }

  @Test
  void aGroupOfAnotherMomentIsNotTheRenamedOne() {
    sent(PacketType.INITIAL, 0, "one");
    received(PacketType.INITIAL, 0, "one");
    nanos = 1;
    assertThat(metrics("two")).isEqualTo("two");
  }

  @Test
  void aSecondConnectionStartsWithItsFirstInitialAndIsNotRenamed() {
    sent(PacketType.INITIAL, 0, "one");
    received(PacketType.INITIAL, 0, "one");
    assertThat(sent(PacketType.INITIAL, 0, "two")).isEqualTo("two");
    assertThat(received(PacketType.INITIAL, 0, "two")).isEqualTo("two");
    assertThat(continuity.corrects()).isFalse();
  }

  @Test
  void connectionsOfAServerAreNeverRenamed() {
    received(PacketType.INITIAL, 0, "one");
    sent(PacketType.INITIAL, 0, "one");
    received(PacketType.INITIAL, 1, "one");
    assertThat(sent(PacketType.ONE_RTT, 5, "two")).isEqualTo("two");
    assertThat(continuity.corrects()).isFalse();
  }

  @Test
  void aGroupThatAppearsLaterIsNotTheRenamedOne() {
    sent(PacketType.INITIAL, 0, "one");
    received(PacketType.INITIAL, 0, "one");
    sent(PacketType.HANDSHAKE, 0, "one");
    assertThat(sent(PacketType.ONE_RTT, 9, "two")).isEqualTo("two");
    assertThat(continuity.corrects()).isFalse();
  }

  @Test
  void eventsWithoutAGroupStayWithout() {
    sent(PacketType.INITIAL, 0, "one");
    received(PacketType.INITIAL, 0, "one");
    assertThat(sent(PacketType.INITIAL, 1, null)).isNull();
    assertThat(continuity.corrects()).isFalse();
  }

  @Test
  void twoClientsRenamedInTurnKeepTheirOwnNames() {
    sent(PacketType.INITIAL, 0, "a");
    received(PacketType.INITIAL, 0, "a");
    sent(PacketType.INITIAL, 1, "A");
    sent(PacketType.INITIAL, 0, "b");
    received(PacketType.INITIAL, 0, "b");
    sent(PacketType.INITIAL, 1, "B");
    assertThat(received(PacketType.ONE_RTT, 0, "A")).isEqualTo("a");
    assertThat(received(PacketType.ONE_RTT, 0, "B")).isEqualTo("b");
  }
}
