package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.JoinedMoq;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.ControlMessageEvent;
import dev.moqlog.writer.MoqEvents;
import dev.moqlog.writer.NamePolicy;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects that both ends wrote with the writer, each by its own clock. */
class ObjectsWrittenTest {

  private static final long MILLI = 1_000_000;
  private static final byte[] ODCID = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  @TempDir Path directory;

  /** What happens at which time, since traces are written in the order of time. */
  private final List<Event> events = new ArrayList<>();

  private record Event(double millis, Runnable write) {}

  /** One end, whose clock began somewhere. */
  private final class End {

    private final QlogTrace trace;
    private final long start;

    End(QlogTrace trace, long start) {
      this.trace = trace;
      this.start = start;
    }

    void at(double millis, LongConsumer write) {
      events.add(new Event(millis, () -> write.accept(start + Math.round(millis * MILLI))));
    }

    void sent(double millis, long number) {
      at(millis, t -> trace.packetSent(t, PacketType.ONE_RTT, number).length(1200).ping().commit());
    }

    void received(double millis, long number) {
      at(
          millis,
          t -> trace.packetReceived(t, PacketType.ONE_RTT, number).length(1200).ping().commit());
    }

    MoqEvents moq() {
      return trace.moq();
    }
  }

  private static ControlMessageEvent subscribe(ControlMessageEvent message) {
    return message.requestId(0).trackNamespace(List.of("live", "cam-1")).trackName("video");
  }

  private void session(End client, End server) {
    for (int i = 0; i < 40; i++) {
      client.sent(25 * i, i);
      server.received(25 * i + 15, i);
      server.sent(25 * i + 3, i);
      client.received(25 * i + 18, i);
    }
    ControlMessageType ok = ControlMessageType.SUBSCRIBE_OK;
    ControlMessageType ask = ControlMessageType.SUBSCRIBE;
    client.at(10, t -> subscribe(client.moq().controlMessageCreated(t, 0, ask)).commit());
    server.at(25, t -> subscribe(server.moq().controlMessageParsed(t, 0, ask)).commit());
    server.at(
        26, t -> server.moq().controlMessageCreated(t, 0, ok).requestId(0).trackAlias(9).commit());
    client.at(
        41, t -> client.moq().controlMessageParsed(t, 0, ok).requestId(0).trackAlias(9).commit());
    for (int i = 0; i < 3; i++) {
      int group = i;
      double start = 100 + 200 * group;
      long stream = 3 + 4 * group;
      server.at(
          start, t -> server.moq().subgroupHeaderCreated(t, stream, 9, group, 0, 128, true, false));
      client.at(
          start + 16,
          t -> client.moq().subgroupHeaderParsed(t, stream, 9, group, 0, 128, true, false));
      for (int object = 0; object < 5; object++) {
        double created = start + 30 * object;
        server.at(created, t -> server.moq().subgroupObjectCreated(t, stream, 0, 1000, 0));
        // The last group is reset before its last two objects arrive.
        if (group < 2 || object < 3) {
          client.at(
              created + 20 + group, t -> client.moq().subgroupObjectParsed(t, stream, 0, 1000, 0));
        }
      }
    }
    events.sort(Comparator.comparingDouble(Event::millis));
    events.forEach(event -> event.write.run());
  }

  private static QlogRecorder recorder(
      Path directory, Profile profile, NamePolicy names, long start) throws IOException {
    return QlogRecorder.builder(directory)
        .profile(profile)
        .names(names)
        .nanoClock(() -> start)
        .minFreeBytes(0)
        .shutdownHook(false)
        .build();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void theLatencyOfObjectsComesBack(Profile profile) throws IOException {
    expectLatency(profile, NamePolicy.FULL, NamePolicy.FULL);
  }

  @ParameterizedTest
  @EnumSource(NamePolicy.class)
  void soItDoesWhereNamesOfTracksAreHidden(NamePolicy policy) throws IOException {
    // Each recorder hashes by a random key.
    expectLatency(Profile.IETF, policy, NamePolicy.HASH);
  }

  private void expectLatency(Profile profile, NamePolicy clientNames, NamePolicy serverNames)
      throws IOException {
    long clientStart = 77_000 * MILLI;
    long serverStart = 5 * MILLI;
    try (QlogRecorder clients =
            recorder(directory.resolve("c"), profile, clientNames, clientStart);
        QlogRecorder servers =
            recorder(directory.resolve("s"), profile, serverNames, serverStart)) {
      End client = new End(clients.open(ConnectionInfo.client(ODCID)), clientStart);
      End server = new End(servers.open(ConnectionInfo.server(ODCID)), serverStart);
      session(client, server);
      client.trace.close();
      server.trace.close();
    }
    JoinedSummary joined = Ends.join(Stream.of(directory)).only();
    assertThat(joined.clock().orElseThrow().minRttNanos()).isEqualTo(30 * MILLI);
    JoinedMoq moq = joined.serverToClient().moq().orElseThrow();
    assertThat(moq.created()).isEqualTo(15);
    assertThat(moq.matched()).isEqualTo(13);
    assertThat(moq.neverParsed()).isEqualTo(2);
    assertThat(moq.unresolved()).hasValue(0);
    assertThat(moq.notLoggedAsCreated()).isZero();
    assertThat(moq.latency().orElseThrow().min()).isEqualTo(20 * MILLI);
    assertThat(moq.latency().orElseThrow().p50()).isEqualTo(21 * MILLI);
    assertThat(moq.latency().orElseThrow().max()).isEqualTo(22 * MILLI);
    assertThat(moq.tracks()).hasSize(1);
  }
}
