package dev.moqlog.writer;

import static dev.moqlog.writer.Recording.START;
import static dev.moqlog.writer.Recording.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of an address is written. */
class AddressPrivacyTest {

  private static final InetSocketAddress LOCAL = new InetSocketAddress("203.0.113.9", 4433);
  private static final InetSocketAddress FOUR = new InetSocketAddress("192.0.2.201", 50_001);
  private static final InetSocketAddress SIX =
      new InetSocketAddress("2001:db8:1:2345:6789:abcd:ef01:2345", 50_002);

  @TempDir Path directory;

  /** An IPv4 address as a dual-stack socket may report it: an IPv6 address that stands for it. */
  private static InetSocketAddress mapped() {
    byte[] bytes = HexFormat.of().parseHex("00000000000000000000ffffc00002c9");
    try {
      return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 3), 50_001);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode started(Profile profile, AddressPolicy policy, InetSocketAddress remote) {
    Recording recording =
        Recording.of(
            directory,
            builder -> builder.profile(profile).addresses(policy).sampleSeed("seed"),
            trace -> trace.connection().started(START, LOCAL, remote));
    if (policy != AddressPolicy.FULL) {
      assertThat(recording.text())
          .doesNotContain("192.0.2.201")
          .doesNotContain("ef01")
          .doesNotContain("5000")
          .doesNotContain("4433");
    }
    return recording.data();
  }

  @Test
  void inFull() {
    assertThat(started(Profile.QVIS, AddressPolicy.FULL, FOUR))
        .isEqualTo(
            json(
                "{'ip_version':'ipv4','src_ip':'203.0.113.9','dst_ip':'192.0.2.201',"
                    + "'src_port':4433,'dst_port':50001}"));
    assertThat(started(Profile.IETF, AddressPolicy.FULL, SIX))
        .isEqualTo(
            json(
                "{'local':{'ip_v4':'203.0.113.9','port_v4':4433},"
                    + "'remote':{'ip_v6':'2001:db8:1:2345:6789:abcd:ef01:2345','port_v6':50002}}"));
  }

  @Test
  void asAPrefix() {
    assertThat(started(Profile.QVIS, AddressPolicy.PREFIX, SIX))
        .isEqualTo(
            json(
                "{'ip_version':'ipv6','src_ip':'203.0.113.0','dst_ip':'2001:db8:1:2300:0:0:0:0'}"));
    assertThat(started(Profile.IETF, AddressPolicy.PREFIX, FOUR))
        .isEqualTo(json("{'local':{'ip_v4':'203.0.113.0'},'remote':{'ip_v4':'192.0.2.0'}}"));
  }

  @Test
  void asAHash() {
    JsonNode four = started(Profile.IETF, AddressPolicy.HASH, FOUR);
    assertThat(Recording.namesOf(four.get("remote"))).containsExactly("ip_v4");
    assertThat(four.at("/remote/ip_v4").asText()).matches("[0-9a-f]{16}");
    assertThat(started(Profile.IETF, AddressPolicy.HASH, FOUR)).isEqualTo(four);
    assertThat(started(Profile.QVIS, AddressPolicy.HASH, FOUR).get("dst_ip"))
        .isEqualTo(four.at("/remote/ip_v4"))
        .isNotEqualTo(four.at("/local/ip_v4"));
    assertThat(started(Profile.IETF, AddressPolicy.HASH, SIX).at("/remote/ip_v6").asText())
        .matches("[0-9a-f]{16}");
  }

  @Test
  void notAtAll() {
    assertThat(started(Profile.QVIS, AddressPolicy.NONE, FOUR))
        .isEqualTo(json("{'ip_version':'ipv4'}"));
    assertThat(started(Profile.IETF, AddressPolicy.NONE, SIX)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anIpv4AddressIsOneHoweverItIsGiven(AddressPolicy policy) {
    for (Profile profile : Profile.values()) {
      assertThat(started(profile, policy, mapped())).isEqualTo(started(profile, policy, FOUR));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatWasNotLookedUpIsNoAddress(AddressPolicy policy) {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("canary.example", 50_001);
    JsonNode ietf = started(Profile.IETF, policy, unresolved);
    assertThat(ietf.has("remote")).isFalse();
    assertThat(ietf.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({"FULL, 1", "PREFIX, 0", "HASH, 0", "NONE, 0"})
  void addressesOfARecordAreWrittenOnlyInFull(AddressPolicy policy, int written) {
    Recording recording =
        Recording.of(
            directory,
            builder -> builder.addresses(policy),
            trace -> {
              trace.record(
                  START,
                  QlogRecord.of(EventType.CONNECTION_STARTED, Map.of("src_ip", "198.51.100.77")));
              trace.record(
                  START,
                  QlogRecord.of(
                      EventType.TUPLE_ASSIGNED,
                      Map.of("tuple_remote", Map.of("ip_v4", "198.51.100.77"))));
            });
    assertThat(recording.text().contains("198.51.100.77")).isEqualTo(written == 1);
    assertThat(recording.events()).hasSize(2);
  }

  @Test
  void pathsFollowTheSameRules() {
    Recording recording =
        Recording.of(
            directory,
            builder -> builder.addresses(AddressPolicy.PREFIX),
            trace -> {
              trace.connection().tupleAssigned(START, "a", LOCAL, FOUR);
              trace.connection().tupleAssigned(START, "b", null, null);
            });
    assertThat(recording.events().get(0).get("data"))
        .isEqualTo(
            json(
                "{'tuple_id':'a','tuple_remote':{'ip_v4':'192.0.2.0'},"
                    + "'tuple_local':{'ip_v4':'203.0.113.0'}}"));
    assertThat(recording.events().get(1).get("data")).isEqualTo(json("{'tuple_id':'b'}"));
  }

  @Test
  void theAddressThatSamplingLooksAtIsNotWritten() throws UnknownHostException {
    InetAddress address = InetAddress.getByName("192.0.2.201");
    Recording recording =
        Recording.of(
            directory,
            builder -> builder.addresses(AddressPolicy.FULL),
            ConnectionInfo.server(Recording.CONNECTION_ID).withRemoteAddress(address),
            trace -> trace.connection().spinBitUpdated(START, true));
    assertThat(recording.text()).doesNotContain("192.0.2.201");
  }
}
