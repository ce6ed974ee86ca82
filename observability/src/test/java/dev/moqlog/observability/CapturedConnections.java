package dev.moqlog.observability;

import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.MoqEvents;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that captures a connection of MoQ each second, until it is killed or its parent has
 * ended. Each lasts two seconds by its events, and has a little of everything that dashboards show:
 * of each side, and what seldom happens to a relay and its players.
 */
final class CapturedConnections implements AutoCloseable {

  private static final long MILLI = 1_000_000;

  private final QlogRecorder recorder;
  private long number;
  private long start;

  CapturedConnections(Path directory) throws IOException {
    recorder = QlogRecorder.builder(directory).minFreeBytes(0).build();
  }

  /** Takes the directory to capture into. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (CapturedConnections captured = new CapturedConnections(Path.of(arguments[0]))) {
      while (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L) != 1) {
        captured.another();
        Thread.sleep(1000);
      }
    }
  }

  /** Captures another connection: of a relay, of a player, and so on in turns. */
  void another() throws IOException {
    byte[] id =
        ByteBuffer.allocate(16).putLong(++number * 0x9E3779B97F4A7C15L).putLong(number).array();
    boolean relay = number % 2 == 0;
    start = System.nanoTime();
    try (QlogTrace trace =
        recorder.open(relay ? ConnectionInfo.server(id) : ConnectionInfo.client(id))) {
      trace.connection().started(at(0), null, null);
      trace.connection().alpnChosen(at(20), number % 4 < 2 ? "moq-00" : "h3");
      packets(trace);
      trouble(trace);
      if (relay) {
        serve(trace.moq(), trace);
      } else {
        play(trace.moq());
      }
      trace
          .connection()
          .closed(at(2000), !relay, true, number % 3 == 0 ? 2 : 0, null, "application");
    }
  }

  private long at(long millis) {
    return start + millis * MILLI;
  }

  private void packets(QlogTrace trace) {
    trace.packetSent(at(0), PacketType.INITIAL, 0).length(1200).crypto(0, 300).commit();
    trace
        .packetReceived(at(20), PacketType.INITIAL, 0)
        .length(1200)
        .ack(0)
        .range(0, 0)
        .crypto(0, 90)
        .commit();
    trace.packetReceived(at(21), PacketType.HANDSHAKE, 0).length(900).crypto(0, 700).commit();
    trace
        .packetSent(at(22), PacketType.HANDSHAKE, 0)
        .length(200)
        .ack(0)
        .range(0, 0)
        .crypto(0, 60)
        .commit();
    trace.connection().stateUpdated(at(22), "handshake_complete");
    trace.packetReceived(at(42), PacketType.ONE_RTT, 0).length(60).handshakeDone().commit();
    trace.connection().stateUpdated(at(42), "handshake_confirmed");
    for (int i = 0; i < 100; i++) {
      long sent = 50 + 15L * i;
      trace.packetSent(at(sent), PacketType.ONE_RTT, i).length(1250).stream(
              3, 1200L * i, 1200, false)
          .commit();
      if (lost(i)) {
        trace
            .packetLost(at(sent + 45), PacketType.ONE_RTT, i)
            .trigger(i % 24 == 7 ? "reordering_threshold" : "time_threshold")
            .commit();
        trace.packetSent(at(sent + 46), PacketType.ONE_RTT, 100 + i).length(1250).stream(
                3, 1200L * i, 1200, false)
            .commit();
        trace.congestionStateUpdated(at(sent + 45), null, "recovery", null);
      } else {
        trace
            .packetReceived(at(sent + 30 + i % 9), PacketType.ONE_RTT, i + 1)
            .length(48)
            .ack(MILLI)
            .range(i, i)
            .commit();
        trace
            .metricsUpdated(at(sent + 30 + i % 9))
            .latestRtt((30 + i % 9) * MILLI)
            .minRtt(30 * MILLI)
            .smoothedRtt(34 * MILLI)
            .congestionWindow(24_000 + 100L * i)
            .bytesInFlight(3 * 1250L)
            .commit();
      }
    }
  }

  /** Every twelfth packet, and on every fifth connection all of 400 ms. */
  private boolean lost(int packet) {
    return packet % 12 == 7 || number % 5 == 0 && packet >= 60 && packet < 90;
  }

  private void trouble(QlogTrace trace) {
    // Packet 7 was declared lost, and arrives after all.
    trace
        .packetReceived(at(690), PacketType.ONE_RTT, 450)
        .length(48)
        .ack(MILLI)
        .range(7, 7)
        .commit();
    trace.packetReceived(at(700), PacketType.ONE_RTT, 40).length(48).ping().commit();
    trace.packetDropped(at(710), PacketType.ONE_RTT, 41).length(48).trigger("duplicate").commit();
    trace.timerExpired(at(800), "pto", PacketNumberSpace.APPLICATION_DATA);
    trace.metricsUpdated(at(800)).ptoCount(1).commit();
    trace.packetSent(at(900), PacketType.ONE_RTT, 300).length(60).dataBlocked(120_000).commit();
    trace
        .packetSent(at(901), PacketType.ONE_RTT, 301)
        .length(60)
        .streamDataBlocked(3, 60_000)
        .commit();
    trace.streams().connectionBlocked(at(900), true, "connection_flow_control");
    trace.streams().connectionBlocked(at(950), false, null);
    trace.connection().migrationStateUpdated(at(1000), "migration_complete", null);
  }

  /**
   * A relay to a subscriber: two groups, of which the second is given up; and a request refused.
   */
  private void serve(MoqEvents moq, QlogTrace trace) {
    subscribe(moq, true);
    moq.controlMessageParsed(at(70), 0, ControlMessageType.SUBSCRIBE)
        .requestId(2)
        .trackNamespace(List.of("live"))
        .trackName("nothing")
        .commit();
    moq.controlMessageCreated(at(72), 0, ControlMessageType.REQUEST_ERROR)
        .requestId(2)
        .error(0x10, 0, null)
        .commit();
    for (int group = 0; group < 10; group++) {
      long stream = 7 + 4L * group;
      moq.subgroupHeaderCreated(at(100 + 150L * group), stream, 9, group, 0, 128, true, false);
      for (int object = 0; object < 10; object++) {
        moq.subgroupObjectCreated(at(100 + 150L * group + 10 * object), stream, 0, 1100, 0);
      }
      if (group % 5 == 4) {
        trace
            .packetSent(at(1700), PacketType.ONE_RTT, 400 + group)
            .length(60)
            .resetStream(stream, 1, 9000)
            .commit();
      } else {
        moq.subgroupObjectCreated(at(195 + 150L * group), stream, 0, 0, 3);
      }
    }
  }

  /** A player: groups each 150 ms, of which one is late. */
  private void play(MoqEvents moq) {
    subscribe(moq, false);
    for (int group = 0; group < 10; group++) {
      long stream = 7 + 4L * group;
      long late = group == 8 ? 400 : 0;
      moq.subgroupHeaderParsed(
          at(100 + 150L * group + late), stream, 9, group, 0, 128, true, false);
      for (int object = 0; object < 10; object++) {
        moq.subgroupObjectParsed(at(100 + 150L * group + 10 * object + late), stream, 0, 1100, 0);
      }
      moq.subgroupObjectParsed(at(195 + 150L * group + late), stream, 0, 0, 3);
    }
  }

  private void subscribe(MoqEvents moq, boolean relay) {
    if (relay) {
      moq.controlMessageParsed(at(50), 0, ControlMessageType.SUBSCRIBE)
          .requestId(0)
          .trackNamespace(List.of("live"))
          .trackName("video")
          .commit();
      moq.controlMessageCreated(at(55), 0, ControlMessageType.SUBSCRIBE_OK)
          .requestId(0)
          .trackAlias(9)
          .commit();
    } else {
      moq.controlMessageCreated(at(50), 0, ControlMessageType.SUBSCRIBE)
          .requestId(0)
          .trackNamespace(List.of("live"))
          .trackName("video")
          .commit();
      moq.controlMessageParsed(at(85), 0, ControlMessageType.SUBSCRIBE_OK)
          .requestId(0)
          .trackAlias(9)
          .commit();
    }
  }

  @Override
  public void close() {
    recorder.close();
  }
}
