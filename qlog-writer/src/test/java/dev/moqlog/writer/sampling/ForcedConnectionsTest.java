package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForcedConnectionsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final SeenConnection SEEN =
      SeenConnection.withId("8394c8f03e5157ab").name("Hop-1");

  private final FakeClock clock = new FakeClock(-5);
  private final ForcedConnections forced = ForcedConnections.create(4, clock);

  private boolean isForced(Candidate candidate) {
    Decision decision = forced.decide(candidate);
    if (decision != null) {
      assertThat(decision).isEqualTo(Decision.record(Decision.Reason.FORCED));
    }
    return decision != null;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8394c8f03e5157ab", "8394C8F03E5157AB", "Hop-1"})
  void aConnectionIsListedByItsNameOrId(String id) {
    assertThat(isForced(SEEN)).isFalse();
    forced.addConnection(id, HOUR);
    assertThat(isForced(SEEN)).isTrue();
    assertThat(isForced(SeenConnection.withId("8394c8f03e5157ac"))).isFalse();
    assertThat(forced.removeConnection(id)).isTrue();
    assertThat(forced.removeConnection(id)).isFalse();
    assertThat(isForced(SEEN)).isFalse();
  }

  @Test
  void letterCaseMattersInNamesThatAreNotHexadecimal() {
    forced.addConnection("hop-1", HOUR);
    assertThat(isForced(SEEN)).isFalse();
    forced.addConnection("abCD", HOUR);
    assertThat(isForced(SEEN.name("ABcd"))).isTrue();
    assertThat(forced.removeConnection("ABCD")).isTrue();
  }

  @Test
  void aConnectionWithoutIdNameAndAddressIsNeverListed() {
    forced.addConnection("ab", HOUR);
    forced.addNetwork("0.0.0.0/0", HOUR);
    forced.addNetwork("::/0", HOUR);
    assertThat(isForced(SeenConnection.withId(new byte[0]).name(""))).isFalse();
    assertThat(isForced(SeenConnection.withId((byte[]) null).name(null))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.1/32, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 203.0.113.9, false",
    "::ffff:0:0/95, 203.0.113.9, false",
    "::ffff:192.0.2.0/120, 192.0.2.9, true",
    "128.0.0.0/1, 127.255.255.255, false",
    "128.0.0.0/1, 128.0.0.0, true",
    "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "2001:db8::1, 2001:db8::1, true",
  })
  void aNetworkHasTheAddressesOfItsPrefix(String cidr, String remote, boolean listed) {
    forced.addNetwork(cidr, HOUR);
    assertThat(isForced(SEEN.from(address(remote)))).isEqualTo(listed);
    assertThat(forced.removeNetwork(cidr)).isTrue();
    assertThat(forced.removeNetwork(cidr)).isFalse();
    assertThat(isForced(SEEN.from(address(remote)))).isFalse();
  }

  @Test
  void anIpv4NetworkHasTheIpv6AddressesThatMapItsAddresses() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = (byte) 192;
    mapped[14] = 2;
    // The factory without a scope would make an IPv4 address of it.
    InetAddress remote = Inet6Address.getByAddress(null, mapped, 0);
    assertThat(remote).isInstanceOf(Inet6Address.class);
    forced.addNetwork("192.0.2.0/24", HOUR);
    assertThat(isForced(SEEN.from(remote))).isTrue();
  }

  @Test
  void entriesEndByThemselves() {
    forced.addConnection("8394c8f03e5157ab", HOUR);
    forced.addNetwork("192.0.2.0/24", HOUR.multipliedBy(2));
    SeenConnection near = SEEN.from((byte) 192, (byte) 0, (byte) 2, (byte) 1);
    clock.advance(HOUR.minusNanos(1));
    assertThat(isForced(SEEN)).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThat(isForced(SEEN)).isFalse();
    assertThat(forced.removeConnection("8394c8f03e5157ab")).isFalse();
    assertThat(isForced(near)).isTrue();
    assertThat(forced.size()).isEqualTo(1);
    clock.advance(HOUR);
    assertThat(isForced(near)).isFalse();
    assertThat(forced.size()).isZero();
  }

  @Test
  void addingAgainGivesANewTimeToLive() {
    forced.addConnection("Hop-1", HOUR);
    clock.advance(HOUR.minusNanos(1));
    forced.addConnection("Hop-1", HOUR);
    clock.advance(HOUR.minusNanos(1));
    assertThat(isForced(SEEN)).isTrue();
    forced.addConnection("Hop-1", Duration.ofNanos(1));
    clock.advance(Duration.ofNanos(1));
    assertThat(isForced(SEEN)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1, Long.MAX_VALUE})
  void theClockMayStandAnywhereAndWrap(long start) {
    clock.set(start);
    forced.addConnection("Hop-1", HOUR);
    assertThat(isForced(SEEN)).isTrue();
    clock.advance(HOUR.minusNanos(1));
    assertThat(isForced(SEEN)).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThat(isForced(SEEN)).isFalse();
  }

  @Test
  void foreverIsAHundredYears() {
    forced.addConnection("Hop-1", ChronoUnit.FOREVER.getDuration());
    clock.advance(Duration.ofDays(36_499));
    assertThat(isForced(SEEN)).isTrue();
    clock.advance(Duration.ofDays(1));
    assertThat(isForced(SEEN)).isFalse();
  }

  @Test
  void aFullListRefusesNewEntriesUntilOneEnds() {
    forced.addConnection("Hop-1", Duration.ofMinutes(1));
    forced.addConnection("b", HOUR);
    forced.addNetwork("192.0.2.0/24", HOUR);
    forced.addNetwork("2001:db8::/32", HOUR);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> forced.addNetwork("198.51.100.0/24", HOUR))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("full with 4 entries");
    }
    forced.addNetwork("192.0.2.99/24", HOUR);
    assertThat(forced.size()).isEqualTo(4);
    clock.advance(Duration.ofMinutes(1));
    forced.addConnection("e", HOUR);
    assertThat(forced.size()).isEqualTo(4);
    assertThat(isForced(SEEN)).isFalse();
    assertThat(forced.removeConnection("b")).isTrue();
    forced.addConnection("f", HOUR);
  }

  @Test
  void theDefaultBoundIsTenThousand() {
    ForcedConnections list = ForcedConnections.create();
    for (int i = 0; i < ForcedConnections.DEFAULT_MAX_ENTRIES; i++) {
      list.addConnection("hop-" + i, HOUR);
    }
    assertThat(list.size()).isEqualTo(10_000);
    assertThatThrownBy(() -> list.addConnection("hop", HOUR))
        .isInstanceOf(IllegalStateException.class);
    assertThat(list.decide(SEEN.name("hop-9999"))).isNotNull();
  }

  @Test
  void manyThreadsNeverPassTheBound() {
    ForcedConnections list = ForcedConnections.create(100, clock);
    AtomicInteger refused = new AtomicInteger();
    IntStream.range(0, 1_000)
        .parallel()
        .forEach(
            i -> {
              try {
                list.addConnection("hop-" + i, HOUR);
                assertThat(list.decide(SEEN.name("hop-" + i))).isNotNull();
              } catch (IllegalStateException e) {
                refused.incrementAndGet();
              }
            });
    assertThat(list.size()).isEqualTo(100);
    assertThat(refused).hasValue(900);
  }

  @Test
  void wrongEntriesAreRefused() {
    for (Duration ttl : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> forced.addConnection("Hop-1", ttl))
          .withMessageContaining("ttl must be positive: " + ttl);
      assertThatIllegalArgumentException().isThrownBy(() -> forced.addNetwork("::1", ttl));
    }
    for (String id : new String[] {"", "x".repeat(257)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> forced.addConnection(id, HOUR))
          .withMessageContaining("idOrHex");
      assertThatIllegalArgumentException().isThrownBy(() -> forced.removeConnection(id));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> forced.addNetwork("example.com", HOUR))
        .withMessageContaining("example.com");
    assertThatIllegalArgumentException().isThrownBy(() -> forced.removeNetwork("192.0.2.0/99"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForcedConnections.create(0, clock))
        .withMessageContaining("maxEntries must be positive: 0");
    assertThat(forced.size()).isZero();
  }
}
