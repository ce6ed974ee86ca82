package dev.moqlog.analyzer;

import static dev.moqlog.analyzer.Qlogs.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.MoqSession.Form;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqFleet;
import dev.moqlog.analyzer.summary.MoqLogs;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of MoQ beside the QUIC logs of the same connections, and many of them together. */
class MoqLogsTest {

  @TempDir Path directory;

  private void write() throws IOException {
    List<String> records = new ArrayList<>(List.of(Qlogs.HEADER));
    records.addAll(Qlogs.exchange());
    String quic = sequence(records.toArray(String[]::new));
    Files.writeString(directory.resolve("aa01.qlog"), quic);
    Files.writeString(directory.resolve("aa01.mlog"), MoqSession.log(Form.MOXYGEN));
    Files.writeString(directory.resolve("bb02_client.qlog"), quic);
    Files.writeString(directory.resolve("bb02_client.mlog"), MoqSession.log(Form.MOQ_RS));
    Files.writeString(directory.resolve("cc03.qlog"), quic);
    Files.writeString(directory.resolve("dd04.mlog"), MoqSession.log(Form.DRAFT_07));
    // Of the other end, which has nothing to do with it.
    Files.writeString(
        directory.resolve("cc03_server.mlog"),
        MoqSession.log(Form.DRAFT_07).replace("\"client\"", "\"server\""));
  }

  private List<ConnectionSummary> summaries() throws IOException {
    write();
    return Qlogs.analyze(1, List.of(directory.toString())).stream()
        .flatMap(source -> source.connections().stream())
        .toList();
  }

  private static void expectJoined(List<ConnectionSummary> connections) {
    assertThat(connections)
        .extracting(ConnectionSummary::connectionId)
        .containsExactlyInAnyOrder("aa01", "bb02_client", "cc03", "cc03_server", "dd04");
    for (ConnectionSummary connection : connections) {
      switch (connection.connectionId()) {
        case "aa01", "bb02_client" -> {
          MoqSession.expect(connection);
          assertThat(connection.moq().orElseThrow().source().orElseThrow()).endsWith(".mlog");
          assertThat(connection.packets().orElseThrow().sent()).isEqualTo(7);
          assertThat(connection.source()).endsWith(".qlog");
          assertThat(connection.corrections()).hasSize(1);
          assertThat(connection.flags()).isEmpty();
        }
        case "cc03" -> assertThat(connection.moq()).isEmpty();
        default -> {
          MoqSession.expect(connection);
          assertThat(connection.moqOnly()).isTrue();
        }
      }
    }
  }

  @Test
  void aLogOfMoqBelongsToTheConnectionOfTheSameId() throws IOException {
    List<ConnectionSummary> summaries = new ArrayList<>(summaries());
    assertThat(summaries).hasSize(7);
    expectJoined(MoqLogs.joined(summaries));
    Collections.reverse(summaries);
    expectJoined(MoqLogs.joined(summaries));
  }

  @Test
  void resultsAreJoinedOnTheirWay() throws IOException {
    write();
    List<ConnectionSummary> connections = new ArrayList<>();
    MoqLogJoiner joiner =
        new MoqLogJoiner(
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                connections.add(connection);
              }

              @Override
              public void source(SourceSummary source) {}
            });
    QlogAnalyzer.builder().setThreads(2).build().analyze(List.of(directory.toString()), joiner);
    joiner.end();
    expectJoined(connections);
  }

  /** What comes of files when logs of MoQ are joined. */
  private static List<ConnectionSummary> analyzeJoined(List<String> paths) {
    List<ConnectionSummary> connections = new ArrayList<>();
    QlogAnalyzer.builder()
        .setThreads(2)
        .build()
        .analyzeJoined(
            paths,
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                connections.add(connection);
              }

              @Override
              public void source(SourceSummary source) {}
            },
            QlogAnalyzer.Progress.NONE);
    return connections;
  }

  @Test
  void logsOfMoqAreFoundWhereverTheyAreInTheInput() throws IOException {
    write();
    expectJoined(analyzeJoined(List.of(directory.toString())));
    Path other = Files.createDirectory(directory.resolve("moq"));
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.mlog")) {
      for (Path log : logs) {
        Files.move(log, other.resolve(log.getFileName()));
      }
    }
    expectJoined(analyzeJoined(List.of(directory.toString())));
  }

  @Test
  void onlyLogsOfMoqBehindTheOthersOfTheirNameChangePlaces() {
    assertThat(
            MoqLogJoiner.inOrder(
                List.of(
                    "b/a.mlog",
                    "c.qlog.gz",
                    "a.qlog",
                    "d_client.qlog",
                    "e.mlog",
                    "x/C.mlog.gz",
                    "d.mlog",
                    "c.sqlog",
                    "mlog"),
                name -> name))
        .containsExactly(
            "b/a.mlog",
            "x/C.mlog.gz",
            "c.qlog.gz",
            "a.qlog",
            "d.mlog",
            "d_client.qlog",
            "e.mlog",
            "c.sqlog",
            "mlog");
  }

  @Test
  void logsOfOneNameBesideEachOtherAreOfOneConnectionWhateverItsId() throws IOException {
    List<String> records =
        new ArrayList<>(
            List.of(
                Qlogs.HEADER.replace(
                    "\"common_fields\":{", "\"common_fields\":{\"ODCID\":\"beef\",")));
    records.addAll(Qlogs.exchange());
    Files.writeString(directory.resolve("aa01.qlog"), sequence(records.toArray(String[]::new)));
    Path log = directory.resolve("aa01.mlog");
    Files.writeString(log, MoqSession.log(Form.DRAFT_07));
    assertThat(analyzeJoined(List.of(directory.toString())))
        .singleElement()
        .satisfies(
            connection -> {
              assertThat(connection.connectionId()).isEqualTo("beef");
              MoqSession.expect(connection);
              assertThat(connection.moq().orElseThrow().aligned()).isFalse();
            });
    Path other = Files.createDirectory(directory.resolve("moq"));
    Files.move(log, other.resolve("aa01.mlog"));
    assertThat(analyzeJoined(List.of(directory.toString()))).hasSize(2);
  }

  @Test
  void aFleetIsTheSameHoweverItIsMerged() throws IOException {
    List<ConnectionSummary> summaries = summaries();
    MoqFleet all = new MoqFleet();
    MoqFleet merged = new MoqFleet();
    for (ConnectionSummary connection : summaries) {
      all.add(connection);
    }
    for (int i = summaries.size() - 1; i >= 0; i--) {
      MoqFleet one = new MoqFleet();
      one.add(summaries.get(i));
      merged.merge(one);
    }
    for (MoqFleet fleet : List.of(all, merged)) {
      assertThat(fleet.connections()).isEqualTo(4);
      assertThat(fleet.tracks()).isEqualTo(12);
      assertThat(fleet.objects(MoqDirection.IN)).isEqualTo(60);
      assertThat(fleet.payloadBytes(MoqDirection.IN)).isEqualTo(4 * 7650);
      assertThat(fleet.requestsRefused()).isEqualTo(4);
      assertThat(fleet.drops()).containsEntry("publish_done:track_ended", 4L);
      assertThat(fleet.drafts()).containsEntry("draft-10", 2L).containsEntry("unknown", 2L);
      assertThat(fleet.distribution(MoqFleet.Distribution.SUBSCRIBE).orElseThrow().withoutSketch())
          .isEqualTo(
              all.distribution(MoqFleet.Distribution.SUBSCRIBE).orElseThrow().withoutSketch());
      assertThat(fleet.distribution(MoqFleet.Distribution.SUBSCRIBE).orElseThrow().p50())
          .isEqualTo(MoqSession.millis(30));
      assertThat(fleet.distribution(MoqFleet.Distribution.RESIDENCE)).isEmpty();
    }
  }
}
