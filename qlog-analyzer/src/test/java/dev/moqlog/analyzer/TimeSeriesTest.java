package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.TimeSeries;
import dev.moqlog.analyzer.summary.TimeSeries.Bucket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {

  private static TimeSeries series(byte[] log, int maxBuckets) {
    Qlogs.Collector results = new Qlogs.Collector();
    QlogAnalyzer.builder()
        .setSeries(maxBuckets)
        .build()
        .analyze("test", new ByteArrayInputStream(log), results);
    return results.analyses().get(0).connections().get(0).series().orElseThrow();
  }

  private static long sum(TimeSeries series, ToLongFunction<Bucket> value) {
    return series.buckets().stream().mapToLong(value).sum();
  }

  private static byte[] realLog() throws IOException {
    Path log = Qlogs.root().resolve("qlog-analyzer/src/test/resources/stacks");
    return Files.readAllBytes(log.resolve("quic-go__reorder_only__server.sqlog.gz"));
  }

  @Test
  void thereIsNoneUnlessAskedFor() throws IOException {
    Qlogs.Analysis analysis = Qlogs.analyze(realLog());

    assertThat(Qlogs.only(analysis).series()).isEmpty();
  }

  @Test
  void sumsAreThoseOfTheConnectionWhateverTheNumberOfBuckets() throws IOException {
    byte[] log = realLog();
    ConnectionSummary connection = Qlogs.only(Qlogs.analyze(log));
    for (int buckets : new int[] {2, 3, 7, 240, 60_000}) {
      TimeSeries series = series(log, buckets);

      assertThat(series.buckets()).hasSizeLessThanOrEqualTo(buckets);
      assertThat(sum(series, Bucket::packetsSent))
          .isEqualTo(connection.packets().orElseThrow().sent());
      assertThat(sum(series, Bucket::bytesSent))
          .isEqualTo(connection.packets().orElseThrow().sentBytes().orElseThrow());
      assertThat(sum(series, Bucket::bytesRetransmitted))
          .isEqualTo(connection.retransmit().orElseThrow().streamBytesRetransmitted());
      assertThat(sum(series, Bucket::packetsLost))
          .isEqualTo(connection.loss().orElseThrow().declared());
    }
  }

  @Test
  void wideBucketsAreTheSumsOfNarrowOnesExactly() throws IOException {
    byte[] log = realLog();
    TimeSeries narrow = series(log, 60_000);
    for (int buckets : new int[] {2, 3, 50, 240}) {
      TimeSeries wide = series(log, buckets);

      assertThat(narrow.widenedTo(wide.widthNanos())).isEqualTo(wide);
    }
    assertThatThrownBy(() -> narrow.widenedTo(3 * narrow.widthNanos()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mergingAddsOnOneTimeAxisInAnyOrder() throws IOException {
    byte[] log = realLog();
    TimeSeries a = series(log, 100);
    TimeSeries b =
        series(
            Qlogs.sequence(
                    Qlogs.HEADER,
                    Qlogs.sent(0, 0, Qlogs.stream(0, 0, 10)),
                    Qlogs.sent(9_000, 1, Qlogs.stream(0, 10, 10)))
                .getBytes(),
            240);

    TimeSeries merged = a.merge(b, 64);

    assertThat(b.merge(a, 64)).isEqualTo(merged);
    assertThat(merged.buckets()).hasSizeLessThanOrEqualTo(64);
    assertThat(sum(merged, Bucket::packetsSent)).isEqualTo(sum(a, Bucket::packetsSent) + 2);
  }

  @Test
  void timesFarApartAndBackwardsFitInFewBuckets() {
    List<String> records =
        List.of(
            Qlogs.HEADER,
            Qlogs.sent(1e12, 0, Qlogs.stream(0, 0, 10)),
            Qlogs.sent(-1e12, 1, Qlogs.stream(0, 10, 10)),
            Qlogs.sent(9e12, 2, Qlogs.stream(0, 20, 10)));

    for (int buckets : new int[] {2, 4}) {
      TimeSeries series =
          series(Qlogs.sequence(records.toArray(String[]::new)).getBytes(), buckets);

      assertThat(series.buckets()).hasSizeLessThanOrEqualTo(buckets);
      assertThat(sum(series, Bucket::packetsSent)).isEqualTo(3);
    }
  }

  @Test
  void theNumberOfBucketsIsBounded() {
    assertThatThrownBy(() -> QlogAnalyzer.builder().setSeries(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QlogAnalyzer.builder().setSeries(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QlogAnalyzer.builder().setSeries(QlogAnalyzer.MAX_SERIES_BUCKETS + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
