package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedVectorsTest {

  private static final SamplingRate[] RATES = {
    SamplingRate.parse("1 %"), SamplingRate.parse("10 %"), SamplingRate.parse("50 %")
  };

  private static SamplingHash hash(String secret) {
    return secret.equals("none")
        ? SamplingHash.unkeyed()
        : SamplingHash.keyed(secret.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyThresholdIsAsPublished() {
    List<String[]> rows = PublishedTables.rowsUnder("rate");
    assertThat(rows).hasSizeGreaterThan(10).allMatch(row -> row.length == 3);
    for (String[] row : rows) {
      SamplingRate rate = SamplingRate.parse(row[0]);
      assertThat(rate.thresholdBits()).as(row[0]).isEqualTo(Long.parseLong(row[1]));
      assertThat(rate.thresholdHex()).as(row[0]).isEqualTo(row[2].replace("none", ""));
    }
  }

  @Test
  void everyKeyIsDecidedAsPublished() {
    List<String[]> rows = PublishedTables.rowsUnder("key");
    assertThat(rows).hasSizeGreaterThan(15).allMatch(row -> row.length == 6);
    for (String[] row : rows) {
      byte[] key = HexFormat.of().parseHex(row[0]);
      SamplingHash hash = hash(row[1]);
      assertThat(hash.randomness(key)).as(row[0]).isEqualTo(HexFormat.fromHexDigitsToLong(row[2]));
      for (int i = 0; i < RATES.length; i++) {
        ProbabilitySampler sampler =
            ProbabilitySampler.of(RATES[i], hash, SamplingKey.CONNECTION_ID);
        assertThat(sampler.decide(SeenConnection.withId(key)).isRecord())
            .as("%s at %s", row[0], RATES[i])
            .isEqualTo(row[3 + i].equals("yes"));
      }
    }
  }

  @Test
  void theVectorsTellEveryColumnApart() {
    assertThat(PublishedTables.rowsUnder("key").stream().map(row -> row[3] + row[4] + row[5]))
        .contains("yesyesyes", "noyesyes", "nonoyes", "nonono");
    assertThat(PublishedTables.rowsUnder("key").stream().map(row -> row[1]).distinct())
        .hasSizeGreaterThan(1)
        .contains("none");
  }
}
