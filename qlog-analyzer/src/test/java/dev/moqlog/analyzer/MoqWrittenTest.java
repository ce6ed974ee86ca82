package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.MoqEvents;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the writer writes of MoQ, the analyzer reads. */
class MoqWrittenTest {

  private static final long START = 77_000_000_000L;

  @TempDir Path directory;

  private static long at(long millis) {
    return START + millis * 1_000_000;
  }

  /** A publisher's connection: one track in two groups, audio in datagrams, one fetch. */
  private static void publish(QlogTrace trace) {
    MoqEvents moq = trace.moq();
    moq.controlMessageParsed(at(0), 2, ControlMessageType.SETUP).commit();
    moq.controlMessageCreated(at(3), 3, ControlMessageType.SETUP).commit();
    subscribed(moq, 10, 0, "video", 9);
    subscribed(moq, 11, 2, "audio", 10);
    for (int group = 0; group < 2; group++) {
      long stream = 7 + 4 * group;
      long start = 50 + 100 * group;
      moq.subgroupHeaderCreated(at(start), stream, 9, group, 0, 128, true, false);
      for (int object = 0; object < 3; object++) {
        moq.subgroupObjectCreated(at(start + 10 * object), stream, 0, 1000, 0);
      }
      moq.subgroupObjectCreated(at(start + 30), stream, 0, 0, 3);
      trace.packetSent(at(start + 31), PacketType.ONE_RTT, group).length(1200).stream(
              stream, 0, 1100, true)
          .commit();
    }
    moq.objectDatagramCreated(at(300), 10, 5, 0, 1, 0, 60, true);
    moq.objectDatagramCreated(at(320), 10, 6, 0, 1, 4, 0, false);
    moq.controlMessageParsed(at(400), 0, ControlMessageType.FETCH)
        .requestId(4)
        .joiningFetch(true, 0, 1)
        .commit();
    moq.fetchHeaderCreated(at(405), 15, 4);
    moq.fetchObjectCreated(at(406), 15, 0, 0, 0, 128, 1000);
    moq.fetchObjectCreated(at(408), 15, 0, 0, 1, 128, 1000);
    moq.controlMessageCreated(at(500), 0, ControlMessageType.PUBLISH_DONE)
        .requestId(0)
        .done(2, 2, "over")
        .commit();
  }

  private static void subscribed(MoqEvents moq, long at, long request, String name, long alias) {
    moq.controlMessageParsed(at(at), 0, ControlMessageType.SUBSCRIBE)
        .requestId(request)
        .trackNamespace(List.of("live", "cam-1"))
        .trackName(name)
        .commit();
    moq.controlMessageCreated(at(at + 5), 0, ControlMessageType.SUBSCRIBE_OK)
        .requestId(request)
        .trackAlias(alias)
        .commit();
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void theNumbersOfMoqComeBack(Profile profile) throws IOException {
    QlogTrace trace;
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory)
            .profile(profile)
            .nanoClock(() -> START)
            .minFreeBytes(0)
            .shutdownHook(false)
            .build()) {
      trace = recorder.open(ConnectionInfo.server(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
      publish(trace);
      trace.close();
    }
    MoqSummary moq = Qlogs.only(Qlogs.analyze(trace.path().orElseThrow())).moq().orElseThrow();
    assertThat(moq.setupNanos()).hasValue(MoqSession.millis(3));
    assertThat(moq.requests().parsed()).isEqualTo(3);
    assertThat(moq.requests().accepted()).isEqualTo(2);
    assertThat(moq.requests().unanswered()).isEqualTo(1);
    assertThat(moq.objects(MoqDirection.OUT)).isEqualTo(12);
    assertThat(moq.payloadBytes(MoqDirection.OUT)).isEqualTo(8060);
    assertThat(moq.tracks()).hasSize(2);
    MoqTrackSummary video = moq.tracks().get(0);
    assertThat(video.delivery().endOfGroup()).isEqualTo(2);
    assertThat(video.delivery().fetchObjects()).isEqualTo(2);
    assertThat(video.delivery().duplicates()).isEqualTo(2);
    assertThat(video.groups()).isEqualTo(new MoqTrackSummary.Groups(2, 2, 0, 0, 0));
    assertThat(video.timing().subscribeNanos().orElseThrow().max()).isEqualTo(MoqSession.millis(5));
    assertThat(video.timing().firstObjectNanos().orElseThrow().max())
        .isEqualTo(MoqSession.millis(40));
    assertThat(video.timing().fetchNanos().orElseThrow().max()).isEqualTo(MoqSession.millis(8));
    assertThat(video.timing().groupIntervalNanos().orElseThrow().max())
        .isEqualTo(MoqSession.millis(100));
    assertThat(video.drops()).hasSize(1);
    MoqTrackSummary audio = moq.tracks().get(1);
    assertThat(audio.delivery().endOfTrack()).isEqualTo(1);
    assertThat(audio.groups()).isEqualTo(new MoqTrackSummary.Groups(2, 2, 0, 0, 0));
    // Unless names are shown, they are hashed.
    assertThat(video.resolved()).isTrue();
    assertThat(video.track()).isNotEqualTo(audio.track());
  }
}
