package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Logs made to fill the state of the analyzer, in a JVM of 512 MB. */
class MemoryBoundsTest {

  /** Makes each record as long as real ones are. */
  private static final String FILLER = "'filler':'" + "x".repeat(200) + "',";

  private static final int RECORDS = 180_000;

  /** Hands out records made while it is read. */
  private static final class Records extends InputStream {

    private final int count;
    private final IntFunction<String> records;
    private int next = -1;
    private ByteArrayInputStream current = new ByteArrayInputStream(new byte[0]);

    Records(int count, IntFunction<String> records) {
      this.count = count;
      this.records = records;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      while (current.available() == 0) {
        if (next == count) {
          return -1;
        }
        String record = next < 0 ? Qlogs.HEADER : records.apply(next);
        next++;
        current = new ByteArrayInputStream(Qlogs.sequence(record).getBytes(StandardCharsets.UTF_8));
      }
      return current.read(buffer, offset, length);
    }
  }

  private static Qlogs.Analysis analyze(int count, IntFunction<String> records) {
    Qlogs.Collector results = new Qlogs.Collector();
    QlogAnalyzer.builder().build().analyze("made", new Records(count, records), results);
    assertThat(results.analyses()).hasSize(1);
    assertThat(results.analyses().get(0).intact()).isTrue();
    return results.analyses().get(0);
  }

  private static String packet(String type, long number, String frames) {
    return packet("", type, number, frames);
  }

  private static String packet(String envelope, String type, long number, String frames) {
    String event =
        "{"
            + envelope
            + "'time':"
            + number
            + ",'name':'quic:"
            + type
            + "','data':{"
            + FILLER
            + "'header':{'packet_type':'1RTT','packet_number':"
            + number
            + "},'raw':{'length':1200},'frames':["
            + frames
            + "]}}";
    return Qlogs.json(event);
  }

  private static final String PING = "{'frame_type':'ping'}";

  @Test
  void aConnectionThatIsNeverAcknowledgedIsCountedWhole() {
    ConnectionSummary connection =
        Qlogs.only(analyze(RECORDS, number -> packet("packet_sent", number, PING)));
    assertThat(connection.packets().orElseThrow().sent()).isEqualTo(RECORDS);
    LossSummary loss = connection.loss().orElseThrow();
    assertThat(loss.sentInFlight()).isEqualTo(RECORDS);
    assertThat(loss.unresolved()).as("without acknowledgments nothing is known").isEmpty();
    assertThat(loss.ratio()).isEmpty();
    assertThat(connection.flags()).isEmpty();
  }

  @Test
  void aLateAcknowledgmentOfManyPacketsIsToldToBeApproximate() {
    String ack = "{'frame_type':'ack','acked_ranges':[[%d,%d]]}";
    int last = RECORDS - 1;
    Qlogs.Analysis source =
        analyze(
            RECORDS + 1,
            number ->
                number < RECORDS
                    ? packet("packet_sent", number, PING)
                    : packet("packet_received", number, ack.formatted(last, last)));
    ConnectionSummary connection = Qlogs.only(source);
    LossSummary loss = connection.loss().orElseThrow();
    assertThat(connection.flags()).containsExactly(Flag.STATE_LIMIT_REACHED);
    // Whatever was forgotten has one fate still: only the last packet was acknowledged.
    assertThat(loss.inferred().orElseThrow() + loss.unresolved().orElseThrow()).isEqualTo(last);
  }

  @Test
  void ofManyStreamsTheForgottenOnesAreTold() {
    Qlogs.Analysis source =
        analyze(
            RECORDS,
            number -> packet("packet_sent", number, Qlogs.stream(4L * (number / 2), 0, 100)));
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.flags()).containsExactly(Flag.STATE_LIMIT_REACHED);
    assertThat(connection.retransmit().orElseThrow().streamBytesSent()).isEqualTo(100L * RECORDS);
    assertThat(connection.retransmit().orElseThrow().streamBytesRetransmitted())
        .isEqualTo(50L * RECORDS);
  }

  @Test
  void packetNumbersWithEverySecondMissingAreCounted() {
    Qlogs.Analysis source =
        analyze(RECORDS, number -> packet("packet_received", 2L * number, PING));
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.flags()).containsExactly(Flag.STATE_LIMIT_REACHED);
    assertThat(connection.packets().orElseThrow().received()).isEqualTo(RECORDS);
    assertThat(connection.packets().orElseThrow().receivedDuplicate()).isZero();
  }

  @Test
  void rangesOfStreamDataWithHolesAreCounted() {
    Qlogs.Analysis source =
        analyze(
            RECORDS, number -> packet("packet_sent", number, Qlogs.stream(0, 200L * number, 100)));
    ConnectionSummary connection = Qlogs.only(source);
    assertThat(connection.flags()).containsExactly(Flag.STATE_LIMIT_REACHED);
    assertThat(connection.retransmit().orElseThrow().streamBytesSent()).isEqualTo(100L * RECORDS);
    assertThat(connection.retransmit().orElseThrow().streamBytesRetransmitted()).isZero();
  }

  @Test
  void everNewConnectionsAreAllSummarised() {
    int perGroup = 4;
    Qlogs.Analysis source =
        analyze(
            RECORDS,
            number ->
                packet(
                    "'group_id':'g" + number / perGroup + "',",
                    "packet_sent",
                    number % perGroup,
                    PING));
    assertThat(source.connections()).hasSize(RECORDS / perGroup);
    Set<String> ids = new HashSet<>();
    for (ConnectionSummary connection : source.connections()) {
      assertThat(connection.events()).isEqualTo(perGroup);
      ids.add(connection.connectionId());
    }
    assertThat(ids).hasSize(RECORDS / perGroup);
  }

  @Test
  void moreConnectionsThanFitAtOnceLoseNoEvent() {
    int groups = 20_000;
    Qlogs.Analysis source =
        analyze(
            3 * groups,
            number ->
                packet(
                    "'group_id':'g" + number % groups + "',",
                    "packet_sent",
                    number / groups,
                    PING));
    assertThat(source.connections().stream().mapToLong(ConnectionSummary::events).sum())
        .isEqualTo(3L * groups);
    assertThat(source.connections().stream().map(ConnectionSummary::connectionId).distinct())
        .hasSize(groups);
  }

  @Test
  void contentThatIsNoQlogIsGivenUpEarly() {
    Qlogs.Collector results = new Qlogs.Collector();
    long[] read = new long[1];
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 'x');
            read[0] += length;
            return length;
          }
        };
    QlogAnalyzer.builder().build().analyze("endless", endless, results);
    assertThat(results.analyses().get(0).status()).isEqualTo(Status.NOT_QLOG);
    assertThat(read[0]).isLessThan(64 << 20);
  }
}
