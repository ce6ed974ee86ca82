package dev.moqlog.analyzer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.summary.ClockSummary;
import dev.moqlog.analyzer.summary.JoinedEnd;
import dev.moqlog.analyzer.summary.JoinedSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not change the numbers does not. */
class JoinEqualityTest {

  private static final String PAIR = "samples/qlog/dc6fb917daa688146e65599d22541904b415/";

  @TempDir Path directory;

  private byte[] client;
  private byte[] server;
  private JoinedSummary expected;

  @BeforeEach
  void readThePair() throws IOException {
    client = Qlogs.read(PAIR + "client.sqlog.gz");
    server = Qlogs.read(PAIR + "server.sqlog.gz");
    expected = Ends.join(Stream.of(write("c", client), write("s", server))).only();
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  /** A summary without the names of files and without sketches, which have no equality. */
  private static JoinedSummary plain(JoinedSummary joined) {
    JoinedSummary plain = joined.withoutDistributions();
    return new JoinedSummary(
        plain.connectionId(),
        nameless(plain.client()),
        nameless(plain.server()),
        plain.evidence(),
        plain.flags(),
        plain.clock(),
        plain.clientToServer(),
        plain.serverToClient());
  }

  private static JoinedEnd nameless(JoinedEnd end) {
    return new JoinedEnd(
        "",
        end.traceIndex(),
        end.connectionId(),
        end.vantagePoint(),
        end.producer(),
        Optional.empty(),
        end.startNanos());
  }

  @Test
  void theOrderOfFiles() {
    JoinedSummary swapped =
        Ends.join(Stream.of(directory.resolve("s"), directory.resolve("c"))).only();

    assertThat(swapped.withoutDistributions()).isEqualTo(expected.withoutDistributions());
  }

  @Test
  void archives() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("server"));
      zip.write(server);
      zip.putNextEntry(new ZipEntry("other.txt"));
      zip.write("nothing".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("client"));
      zip.write(client);
    }
    Path both = write("both.zip", bytes.toByteArray());

    assertThat(plain(Ends.join(Stream.of(both)).only())).isEqualTo(plain(expected));
  }

  @Test
  void bothLogsInOneFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(client);
    bytes.write(server);

    JoinedSummary joined = Ends.join(Stream.of(write("both", bytes.toByteArray()))).only();

    assertThat(joined.server().traceIndex()).isEqualTo(1);
    assertThat(joined.withoutDistributions().clientToServer())
        .isEqualTo(expected.withoutDistributions().clientToServer());
    assertThat(joined.withoutDistributions().serverToClient())
        .isEqualTo(expected.withoutDistributions().serverToClient());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7_000, 1_795_349_530_547L})
  void aConstantAddedToAClockChangesTheOffsetByItAndNothingElse(long millis) throws IOException {
    Path later = write("later", shifted(server, millis));

    JoinedSummary joined = Ends.join(Stream.of(directory.resolve("c"), later)).only();

    ClockSummary before = expected.clock().orElseThrow();
    ClockSummary after = joined.clock().orElseThrow();
    assertThat(after.offsetNanos()).isEqualTo(before.offsetNanos() + millis * 1_000_000);
    assertThat(after.errorNanos()).isEqualTo(before.errorNanos());
    assertThat(after.driftPartsPerBillion()).isEqualTo(before.driftPartsPerBillion());
    assertThat(after.minRttNanos()).isEqualTo(before.minRttNanos());
    assertThat(joined.withoutDistributions().clientToServer())
        .isEqualTo(expected.withoutDistributions().clientToServer());
    // Runs of losses are told by the sender's clock; all else is the same.
    assertThat(joined.withoutDistributions().serverToClient().delay())
        .isEqualTo(expected.withoutDistributions().serverToClient().delay());
    assertThat(joined.serverToClient().loss().lost())
        .isEqualTo(expected.serverToClient().loss().lost());
    assertThat(joined.serverToClient().arrival()).isEqualTo(expected.serverToClient().arrival());
    assertThat(joined.serverToClient().declared()).isEqualTo(expected.serverToClient().declared());
  }

  private static byte[] shifted(byte[] log, long millis) {
    return Pattern.compile("\"time\":([0-9]+)")
        .matcher(new String(log, StandardCharsets.UTF_8))
        .replaceAll((MatchResult m) -> "\"time\":" + (Long.parseLong(m.group(1)) + millis))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void standardInputAndACopyOfALogChangeNothing() throws IOException {
    write("copy", client);
    var in = System.in;
    Ends.Result result;
    try {
      System.setIn(new ByteArrayInputStream(server));
      result =
          Ends.join(Stream.of(directory.resolve("c"), directory.resolve("copy"), Path.of("-")));
    } finally {
      System.setIn(in);
    }

    assertThat(plain(result.only())).isEqualTo(plain(expected));
    assertThat(result.unmatched())
        .singleElement()
        .satisfies(log -> assertThat(log.reason().label()).isEqualTo("same_end_twice"));
  }
}
