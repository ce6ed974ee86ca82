package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.ClockSummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.JoinedMoq;
import dev.moqlog.analyzer.summary.JoinedMoq.Track;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.JoinedSummary.Direction;
import dev.moqlog.analyzer.summary.JoinedTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects from one end to the other: logs written by hand, whose packets take 20 ms each way, on
 * the clock of a server that is so much ahead of the client's.
 */
class ObjectJoinTest {

  private static final long MILLI = 1_000_000;

  @TempDir Path directory;

  private static String moq(double time, String name, String data) {
    return String.format(
        Locale.ROOT, "{'time':%.3f,'name':'moqt:%s','data':{%s}}", time, name, data);
  }

  private static String subscribe(double time, String how, long request, String track) {
    return moq(
        time,
        "control_message_" + how,
        "'message':{'type':'subscribe','request_id':"
            + request
            + ",'track_namespace':['live'],'track_name':'"
            + track
            + "'}");
  }

  private static String subscribed(double time, String how, long request, long alias) {
    return moq(
        time,
        "control_message_" + how,
        "'message':{'type':'subscribe_ok','request_id':"
            + request
            + ",'track_alias':"
            + alias
            + "}");
  }

  private static String object(double time, String how, long alias, long group, long object) {
    return moq(
        time,
        "object_datagram_" + how,
        "'track_alias':" + alias + ",'group_id':" + group + ",'object_id':" + object);
  }

  /** Packets each way every 50 ms for two seconds, and the subscription to two tracks. */
  private static Ends exchange(double ahead) {
    Ends ends = new Ends();
    for (int i = 0; i <= 40; i++) {
      double t = 50 * i;
      ends.up(t, t + ahead + 20, i).down(t + ahead, t + 20, i);
    }
    return ends;
  }

  private static void subscriptions(Ends ends, double ahead) {
    ends.client(subscribe(1, "created", 0, "video"))
        .server(subscribe(22 + ahead, "parsed", 0, "video"))
        .server(subscribed(23 + ahead, "created", 0, 7))
        .client(subscribed(44, "parsed", 0, 7))
        .client(subscribe(2, "created", 2, "audio"))
        .server(subscribe(23 + ahead, "parsed", 2, "audio"))
        .server(subscribed(24 + ahead, "created", 2, 8))
        .client(subscribed(45, "parsed", 2, 8));
  }

  /**
   * From the server 100 objects of video, which take 21 to 120 ms, but for every tenth, which is
   * lost, and 20 of audio, which take 30 ms; the last object of each may just be late.
   */
  private static Ends session(double ahead) {
    Ends ends = exchange(ahead);
    subscriptions(ends, ahead);
    for (int i = 0; i < 100; i++) {
      double t = 100 + 10 * i;
      ends.server(object(t + ahead, "created", 7, i / 10, i % 10));
      if (i % 10 != 9) {
        ends.client(object(t + 21 + i, "parsed", 7, i / 10, i % 10));
      }
    }
    for (int i = 0; i < 20; i++) {
      ends.server(object(100 + 20 * i + ahead, "created", 8, 0, i));
      ends.client(object(130 + 20 * i, "parsed", 8, 0, i));
    }
    ends.server(object(1990 + ahead, "created", 7, 10, 0));
    ends.server(object(1995 + ahead, "created", 8, 0, 20));
    return ends;
  }

  private static void expectSession(JoinedSummary joined) {
    assertThat(joined.clientToServer().moq()).isEmpty();
    JoinedMoq moq = joined.serverToClient().moq().orElseThrow();
    assertThat(moq.created()).isEqualTo(122);
    assertThat(moq.matched()).isEqualTo(110);
    assertThat(moq.neverParsed()).isEqualTo(12);
    assertThat(moq.unresolved()).hasValue(2);
    assertThat(moq.notLoggedAsCreated()).isZero();
    assertThat(moq.parsedBeforeCreated()).isZero();
    assertThat(moq.complete()).isTrue();
    assertThat(moq.latency().orElseThrow().samples()).isEqualTo(110);
    assertThat(moq.latency().orElseThrow().min()).isEqualTo(21 * MILLI);
    assertThat(moq.latency().orElseThrow().max()).isEqualTo(119 * MILLI);
    assertThat(moq.tracks()).extracting(Track::track).containsExactly("live/video", "live/audio");
    Track video = moq.tracks().get(0);
    assertThat(video.created()).isEqualTo(101);
    assertThat(video.neverParsed()).isEqualTo(11);
    // The 45th of 90 values from 21 ms on, of which every tenth is left out.
    assertThat(video.latency().orElseThrow().p50()).isEqualTo(69 * MILLI);
    DistributionSummary audio = moq.tracks().get(1).latency().orElseThrow();
    assertThat(audio.samples()).isEqualTo(20);
    assertThat(List.of(audio.min(), audio.p50(), audio.p95(), audio.p99(), audio.max()))
        .containsOnly(30 * MILLI);
    assertThat(moq.tracksLeftOut()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 500, -7_000, 1_795_349_530_547.0})
  void aConstantAddedToAClockChangesNothingButTheOffset(double ahead) {
    JoinedSummary joined = session(ahead).join(directory);
    ClockSummary clock = joined.clock().orElseThrow();
    assertThat(clock.offsetNanos()).isEqualTo(Math.round(ahead * 1_000) * 1_000);
    assertThat(clock.minRttNanos()).isEqualTo(40 * MILLI);
    expectSession(joined);
  }

  @Test
  void objectsOfTheClientGoToTheServer() {
    Ends ends = exchange(300);
    ends.server(subscribe(301, "created", 1, "camera"))
        .client(subscribe(22, "parsed", 1, "camera"))
        .client(subscribed(23, "created", 1, 4))
        // The object is there before the answer that tells its alias.
        .server(object(385, "parsed", 4, 0, 0))
        .server(subscribed(386, "parsed", 1, 4))
        .client(object(50, "created", 4, 0, 0));
    JoinedSummary joined = ends.join(directory);
    JoinedMoq moq = joined.clientToServer().moq().orElseThrow();
    assertThat(moq.matched()).isEqualTo(1);
    assertThat(moq.latency().orElseThrow().max()).isEqualTo(35 * MILLI);
    assertThat(moq.tracks().get(0).track()).isEqualTo("live/camera");
    assertThat(joined.serverToClient().moq()).isEmpty();
  }

  @Test
  void anObjectThatIsLostAndFetchedTakesUntilTheFetch() {
    Ends ends = exchange(0);
    subscriptions(ends, 0);
    ends.server(object(100, "created", 7, 0, 0));
    for (String how : List.of("created", "parsed")) {
      double t = how.equals("created") ? 300 : 325;
      String fetch =
          moq(
              t - 100,
              "control_message_" + (how.equals("created") ? "parsed" : "created"),
              "'message':{'type':'fetch','request_id':4,'fetch_type':1,"
                  + "'track_namespace':['live'],'track_name':'video'}");
      String header = moq(t, "fetch_header_" + how, "'stream_id':15,'request_id':4");
      String object =
          moq(
              t,
              "fetch_object_" + how,
              "'stream_id':15,'group_id':0,'subgroup_id':0,'object_id':0,"
                  + "'object_payload_length':9");
      for (String event : List.of(fetch, header, object)) {
        if (how.equals("created")) {
          ends.server(event);
        } else {
          ends.client(event);
        }
      }
    }
    JoinedMoq moq = ends.join(directory).serverToClient().moq().orElseThrow();
    assertThat(moq.created()).isEqualTo(1);
    assertThat(moq.neverParsed()).isZero();
    assertThat(moq.latency().orElseThrow().max()).isEqualTo(225 * MILLI);
  }

  @Test
  void tracksWithoutANameGoByTheirAliases() {
    Ends ends = exchange(0);
    for (int i = 0; i < 3_000; i++) {
      ends.server(object(100 + i * 0.5, "created", 1, i, 0));
      ends.client(object(125 + i * 0.5, "parsed", 1, i, 0));
    }
    JoinedMoq moq = ends.join(directory).serverToClient().moq().orElseThrow();
    assertThat(moq.matched()).isEqualTo(3_000);
    assertThat(moq.latency().orElseThrow().max()).isEqualTo(25 * MILLI);
    assertThat(moq.tracks().get(0).track()).isEqualTo("alias:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "server"})
  void anEndWhoseLogDoesNotNameATrackHasItsAlias(String unnamed) throws IOException {
    session(500).write(directory);
    Path log = directory.resolve(unnamed + ".sqlog");
    Files.writeString(log, Files.readString(log).replaceAll("(?m)^.*control_message.*$", ""));
    JoinedMoq moq = Ends.join(Stream.of(directory)).only().serverToClient().moq().orElseThrow();
    assertThat(moq.matched()).isEqualTo(110);
    assertThat(moq.notLoggedAsCreated()).isZero();
    assertThat(moq.tracks())
        .extracting(Track::track)
        .containsExactly(
            unnamed.equals("server") ? "alias:7" : "live/video",
            unnamed.equals("server") ? "alias:8" : "live/audio");
  }

  @Test
  void anAliasThatStoodForSeveralTracksTellsNothing() {
    TrackAliases here = new TrackAliases();
    TrackAliases there = new TrackAliases();
    here.add("alias:1", "a");
    here.add("alias:1", "b");
    here.add("alias:2", "c");
    there.add("alias:1", "x");
    there.add("alias:2", "z");
    Set<String> own = Set.of("a", "b", "c", "d", "alias:5");
    Set<String> others = Set.of("x", "z", "d", "e");
    assertThat(here.translated("a", own, there, others)).isEqualTo("a");
    assertThat(here.translated("b", own, there, others)).isEqualTo("b");
    assertThat(here.translated("c", own, there, others)).isEqualTo("z");
    assertThat(here.translated("d", own, there, others)).isEqualTo("d");
    assertThat(here.translated("alias:5", own, there, others)).isEqualTo("alias:5");
    assertThat(here.translated("c", Set.of("c", "z"), there, others)).isEqualTo("c");
  }

  @Test
  void whatIsOnlyInOneLogIsNotMatched() {
    Ends ends = exchange(0);
    subscriptions(ends, 0);
    ends.server(object(100, "created", 7, 0, 0))
        .client(object(90, "parsed", 7, 0, 0))
        .client(object(140, "parsed", 7, 0, 1))
        .client(object(150, "parsed", 9, 0, 1));
    JoinedMoq moq = ends.join(directory).serverToClient().moq().orElseThrow();
    assertThat(moq.matched()).isEqualTo(1);
    assertThat(moq.parsedBeforeCreated()).isEqualTo(1);
    assertThat(moq.latency()).isEmpty();
    assertThat(moq.notLoggedAsCreated()).isEqualTo(2);
    // Parsed tracks that nobody created are not listed.
    assertThat(moq.tracks()).hasSize(1);
  }

  @Test
  void withoutPacketsOfBothDirectionsThereIsNoLatency() {
    Ends ends = new Ends();
    for (int i = 0; i < 40; i++) {
      ends.down(50.0 * i, 50.0 * i + 20, i);
    }
    subscriptions(ends, 0);
    ends.server(object(100, "created", 7, 0, 0)).client(object(130, "parsed", 7, 0, 0));
    JoinedMoq moq = ends.join(directory).serverToClient().moq().orElseThrow();
    assertThat(moq.matched()).isEqualTo(1);
    assertThat(moq.unresolved()).isEmpty();
    assertThat(moq.latency()).isEmpty();
  }

  @Test
  void theWorstTracksAreThoseThatTakeLongest() {
    Ends ends = exchange(0);
    for (int alias = 0; alias < 40; alias++) {
      ends.server(object(100, "created", alias, 0, 0));
      if (alias != 17) {
        ends.client(object(121 + alias, "parsed", alias, 0, 0));
      }
    }
    JoinedMoq moq = ends.join(directory).serverToClient().moq().orElseThrow();
    assertThat(moq.tracks()).hasSize(32);
    assertThat(moq.tracksLeftOut()).isEqualTo(8);
    assertThat(moq.tracks())
        .extracting(Track::track)
        .startsWith("alias:17", "alias:39", "alias:38")
        .endsWith("alias:8");
  }

  /** Splits MoQ events into a log of their own, with the wall clock that many milliseconds on. */
  private static String split(Path log, double on, long epoch) throws IOException {
    List<String> lines = Files.readAllLines(log);
    String header = lines.get(0).replace("\"reference_time\":0", "\"reference_time\":" + epoch);
    Files.writeString(
        log,
        header
            + "\n"
            + lines.stream()
                .skip(1)
                .filter(line -> !line.contains("moqt:"))
                .collect(Collectors.joining("\n", "", "\n")));
    String epochOn = "\"reference_time\":" + (epoch + (long) on);
    return header.replace("\"reference_time\":" + epoch, epochOn)
        + "\n"
        + lines.stream()
            .filter(line -> line.contains("moqt:"))
            .map(line -> later(line, -on))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String later(String event, double millis) {
    int from = event.indexOf("\"time\":") + 7;
    int to = event.indexOf(',', from);
    double time = Double.parseDouble(event.substring(from, to)) + millis;
    return event.substring(0, from)
        + String.format(Locale.ROOT, "%.3f", time)
        + event.substring(to);
  }

  @Test
  void logsOfMoqBesideThoseOfPacketsCountByTheWallClock() throws IOException {
    session(500).write(directory, "c1_client.qlog", "c1_server.qlog");
    Path client = directory.resolve("c1_client.qlog");
    Path server = directory.resolve("c1_server.qlog");
    String clientMoq = split(client, 3_000, 1_700_000_000_000L);
    String serverMoq = split(server, -2_000, 1_700_000_000_000L);
    assertThat(Ends.join(Stream.of(directory)).only().serverToClient().moq()).isEmpty();
    Files.writeString(directory.resolve("c1_client.mlog"), clientMoq);
    assertThat(Ends.join(Stream.of(directory)).only().serverToClient().moq()).isEmpty();
    Files.writeString(directory.resolve("c1_server.mlog"), serverMoq);
    Ends.Result result = Ends.join(Stream.of(directory));
    expectSession(result.only());
    assertThat(result.unmatched()).isEmpty();
    assertThat(result.sources()).hasSize(4).allMatch(source -> source.intact());
  }

  @Test
  void objectsBeyondTheLimitAreNotTakenForLost() {
    EndObjects server = new EndObjects(0, 100);
    EndObjects client = new EndObjects(0, 60);
    String created =
        IntStream.range(0, 150)
            .mapToObj(i -> object(i, "created", 7, 0, i).replace('\'', '"'))
            .collect(Collectors.joining("\n", Ends.header("server", ""), "\n"));
    String parsed =
        IntStream.range(0, 150)
            .filter(i -> i != 30)
            .mapToObj(i -> object(i + 9, "parsed", 7, 0, i).replace('\'', '"'))
            .collect(Collectors.joining("\n", Ends.header("client", ""), "\n"));
    Qlogs.events(created, server::event);
    Qlogs.events(parsed, client::event);
    EndPackets up = new EndPackets();
    EndPackets down = new EndPackets();
    for (String what : List.of("sent", "received")) {
      String log =
          Ends.header("client", "") + Ends.event(what, "1RTT", 5, 1, 99).replace('\'', '"') + "\n";
      String other = what.equals("sent") ? "received" : "sent";
      Qlogs.events(log, up::event);
      Qlogs.events(log.replace("packet_" + what, "packet_" + other), down::event);
    }
    ClockFit clock =
        new ClockFit(new MatchedPackets(up, down), new MatchedPackets(down, up), MILLI);
    assertThat(clock.offsetNanos()).isZero();
    JoinedMoq moq =
        new ObjectJoin(server.created(), client.parsed(), clock, false)
            .summary(EndPackets.NEVER - 1)
            .orElseThrow();
    assertThat(moq.complete()).isFalse();
    assertThat(moq.created()).isEqualTo(100);
    assertThat(moq.matched()).isEqualTo(60);
    // The 30th, and none of those whose like was not kept.
    assertThat(moq.neverParsed() - moq.unresolved().orElseThrow()).isEqualTo(1);
  }

  @Test
  void namesAndAliasesBeyondTheLimitAreGivenUp() {
    ObjectTable table = new ObjectTable(ObjectTable.MAX_OBJECTS);
    for (int i = 0; i < 10_000; i++) {
      table.add("alias:" + i, 0, 0, i);
      table.named("alias:" + i, "name" + i % 7);
    }
    assertThat(table.count()).isLessThan(ObjectTable.MAX_LABELS);
    assertThat(table.firstRefusedNanos()).isEqualTo(table.count());
    Map<String, Integer> numbers = new HashMap<>();
    assertThat(table.distinct(numbers, name -> name).size()).isBetween(7, 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void nonsenseNeverThrowsAndObjectsAddUp(int seed) throws IOException {
    Random random = new Random(seed);
    String[] numbers = {"0", "1", "2", "-1", "4611686018427387903", "18446744073709551615", "null"};
    String[] times = {"0", "50.5", "-3", "1e18", "-1e18", "2199999999999", "-2199999999999"};
    String[] what = {"subgroup_object", "object_datagram", "fetch_object", "subgroup_header"};
    for (String side : List.of("client", "server")) {
      StringBuilder log = new StringBuilder(Ends.header(side, "0011223344556677"));
      String first = side.equals("client") ? "sent" : "received";
      log.append(Ends.event(first, "initial", 0, 0, 99)).append('\n');
      for (int i = 0; i < 20; i++) {
        String time = times[random.nextInt(times.length)];
        for (String how : List.of("sent", "received")) {
          String packet = Ends.event(how, "1RTT", 777, i % 5, 99);
          log.append(packet.replace("777.000000", time)).append('\n');
        }
      }
      for (int i = 0; i < 400; i++) {
        StringBuilder data = new StringBuilder("'x':0");
        for (String field :
            List.of("stream_id", "track_alias", "group_id", "object_id", "request_id")) {
          data.append(",'" + field + "':" + numbers[random.nextInt(numbers.length)]);
        }
        String how = random.nextBoolean() ? "_created" : "_parsed";
        String event = moq(777, what[random.nextInt(what.length)] + how, data.toString());
        log.append(event.replace("777.000", times[random.nextInt(times.length)])).append('\n');
      }
      Files.writeString(directory.resolve(side), log.toString().replace('\'', '"'));
    }
    JoinedSummary joined = Ends.join(Stream.of(directory)).only();
    JoinedTotals totals = new JoinedTotals();
    totals.add(joined);
    for (Direction direction : Direction.values()) {
      JoinedMoq moq = joined.in(direction).moq().orElseThrow();
      assertThat(moq.matched() + moq.neverParsed()).isEqualTo(moq.created());
      assertThat(moq.tracks().stream().mapToLong(Track::created).sum()).isEqualTo(moq.created());
      assertThat(moq.latency().map(DistributionSummary::samples).orElse(0L))
          .isEqualTo(joined.clock().isEmpty() ? 0 : moq.matched() - moq.parsedBeforeCreated());
      assertThat(totals.in(direction).objectsMatched()).isEqualTo(moq.matched());
    }
  }
}
