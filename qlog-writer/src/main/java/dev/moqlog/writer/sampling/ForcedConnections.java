package dev.moqlog.writer.sampling;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * A list, to be changed while running, of connections that are recorded whatever the chance.
 *
 * <p>Each entry ends by itself, so that nothing is recorded for ever because somebody forgot it. A
 * client chooses its connection id: whoever knows a listed one can be recorded, too. Safe for use
 * by several threads; deciding takes no lock.
 */
public final class ForcedConnections implements Sampler {

  /** How many entries there may be unless told otherwise: {@value}. */
  public static final int DEFAULT_MAX_ENTRIES = 10_000;

  private static final int MAX_ID_LENGTH = 256;
  private static final Duration MAX_TTL = Duration.ofDays(36_500);
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]*");

  private final int maxEntries;
  private final LongSupplier nanoClock;

  /** Held to add and remove, so that the bound is exact. */
  private final Object lock = new Object();

  private final Map<String, Long> connectionDeadlinesNanos = new ConcurrentHashMap<>();
  private final Map<CidrBlock, Long> networkDeadlinesNanos = new ConcurrentHashMap<>();

  private ForcedConnections(int maxEntries, LongSupplier nanoClock) {
    this.maxEntries = maxEntries;
    this.nanoClock = nanoClock;
  }

  /** An empty list of at most {@value #DEFAULT_MAX_ENTRIES} entries. */
  public static ForcedConnections create() {
    return create(DEFAULT_MAX_ENTRIES, System::nanoTime);
  }

  /**
   * An empty list.
   *
   * @param maxEntries how many connections and networks there may be together
   * @param nanoClock like {@link System#nanoTime()}: may be negative and may wrap
   * @throws IllegalArgumentException if {@code maxEntries} is not positive
   */
  public static ForcedConnections create(int maxEntries, LongSupplier nanoClock) {
    Objects.requireNonNull(nanoClock, "nanoClock");
    if (maxEntries < 1) {
      throw new IllegalArgumentException("maxEntries must be positive: " + maxEntries);
    }
    return new ForcedConnections(maxEntries, nanoClock);
  }

  /**
   * Adds a connection, or gives a listed one a new time to live.
   *
   * @param idOrHex the {@link Candidate#name()} of a connection or its original destination
   *     connection id in hexadecimal digits; letter case matters only if it is not hexadecimal
   * @param ttl positive; more than 100 years counts as 100 years
   * @throws IllegalArgumentException if the id is empty or longer than 256 characters, or the time
   *     to live is not positive
   * @throws IllegalStateException if the list is full
   */
  public void addConnection(String idOrHex, Duration ttl) {
    add(connectionDeadlinesNanos, requireId(idOrHex), ttl);
  }

  /**
   * Adds a network, or gives a listed one a new time to live.
   *
   * @param cidr such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}; bits behind the prefix are
   *     ignored, and an address alone is a network of one. An IPv4 network also has the IPv6
   *     addresses that map its addresses; an IPv6 network never has IPv4 addresses
   * @param ttl positive; more than 100 years counts as 100 years
   * @throws IllegalArgumentException if it is not a network, which is never looked up by name, or
   *     the time to live is not positive
   * @throws IllegalStateException if the list is full
   */
  public void addNetwork(String cidr, Duration ttl) {
    add(networkDeadlinesNanos, requireNetwork(cidr), ttl);
  }

  /** Removes a connection; false if it was not listed. Errors as in {@link #addConnection}. */
  public boolean removeConnection(String idOrHex) {
    return remove(connectionDeadlinesNanos, requireId(idOrHex));
  }

  /** Removes a network; false if it was not listed. Errors as in {@link #addNetwork}. */
  public boolean removeNetwork(String cidr) {
    return remove(networkDeadlinesNanos, requireNetwork(cidr));
  }

  /** How many entries have not ended yet. */
  public int size() {
    synchronized (lock) {
      removeEnded();
      return connectionDeadlinesNanos.size() + networkDeadlinesNanos.size();
    }
  }

  /** The reason is {@link Decision.Reason#FORCED}; null if the connection is not listed. */
  @Override
  public Decision decide(Candidate candidate) {
    return isListed(candidate) ? Decision.record(Decision.Reason.FORCED) : null;
  }

  private boolean isListed(Candidate candidate) {
    if (!connectionDeadlinesNanos.isEmpty()) {
      String name = candidate.name();
      byte[] connectionId = candidate.originalDestinationConnectionId();
      if (name != null && isLive(connectionDeadlinesNanos.get(folded(name)))
          || connectionId != null
              && isLive(connectionDeadlinesNanos.get(HexFormat.of().formatHex(connectionId)))) {
        return true;
      }
    }
    InetAddress address = candidate.remoteAddress();
    return address != null && !networkDeadlinesNanos.isEmpty() && isInNetwork(address);
  }

  /** One look-up per prefix length, so the time does not grow with the list. */
  private boolean isInNetwork(InetAddress address) {
    CidrBlock single = CidrBlock.of(address);
    int shortest = single.isIpv4() ? CidrBlock.IPV4_PREFIX_BITS : 0;
    for (int bits = CidrBlock.ADDRESS_BITS; bits >= shortest; bits--) {
      if (isLive(networkDeadlinesNanos.get(single.prefix(bits)))) {
        return true;
      }
    }
    return false;
  }

  private <K> void add(Map<K, Long> deadlinesNanos, K key, Duration ttl) {
    Objects.requireNonNull(ttl, "ttl");
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException("ttl must be positive: " + ttl);
    }
    long ttlNanos = (ttl.compareTo(MAX_TTL) > 0 ? MAX_TTL : ttl).toNanos();
    synchronized (lock) {
      if (!deadlinesNanos.containsKey(key) && isFull()) {
        throw new IllegalStateException(
            "the list of forced connections is full with "
                + maxEntries
                + " entries; remove some, or wait until they end");
      }
      deadlinesNanos.put(key, nanoClock.getAsLong() + ttlNanos);
    }
  }

  private <K> boolean remove(Map<K, Long> deadlinesNanos, K key) {
    synchronized (lock) {
      return isLive(deadlinesNanos.remove(key));
    }
  }

  private boolean isFull() {
    if (connectionDeadlinesNanos.size() + networkDeadlinesNanos.size() < maxEntries) {
      return false;
    }
    removeEnded();
    return connectionDeadlinesNanos.size() + networkDeadlinesNanos.size() >= maxEntries;
  }

  private void removeEnded() {
    connectionDeadlinesNanos.values().removeIf(deadline -> !isLive(deadline));
    networkDeadlinesNanos.values().removeIf(deadline -> !isLive(deadline));
  }

  /** By the difference, since the clock may wrap. */
  private boolean isLive(Long deadlineNanos) {
    return deadlineNanos != null && deadlineNanos - nanoClock.getAsLong() > 0;
  }

  private static String requireId(String idOrHex) {
    Objects.requireNonNull(idOrHex, "idOrHex");
    if (idOrHex.isEmpty() || idOrHex.length() > MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "idOrHex must have from 1 to " + MAX_ID_LENGTH + " characters: " + idOrHex.length());
    }
    return folded(idOrHex);
  }

  private static CidrBlock requireNetwork(String cidr) {
    return CidrBlock.parse(Objects.requireNonNull(cidr, "cidr"));
  }

  private static String folded(String id) {
    return HEX.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id;
  }
}
