package dev.moqlog.writer.sampling;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The addresses that share a prefix. An IPv4 address is held as the IPv6 address that maps it,
 * {@code ::ffff:a.b.c.d}, so the two forms are one.
 *
 * @param high the upper 64 bits of the prefix
 * @param low the lower 64 bits of the prefix
 * @param prefixBits how many bits are the prefix, from 0 to 128; all others are zero
 */
record CidrBlock(long high, long low, int prefixBits) {

  static final int ADDRESS_BITS = 128;

  /** The length of the prefix that all IPv4 addresses have as IPv6 addresses. */
  static final int IPV4_PREFIX_BITS = 96;

  private static final long IPV4_MAPPED = 0xffffL << Integer.SIZE;
  private static final int IPV6_GROUPS = 8;

  CidrBlock {
    high &= mask(prefixBits);
    low &= mask(prefixBits - Long.SIZE);
  }

  /** Upper bits; none for a negative number, all for more than 64. */
  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
  }

  static CidrBlock of(InetAddress address) {
    return of(address.getAddress());
  }

  private static CidrBlock of(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    if (address.length == Integer.BYTES) {
      return new CidrBlock(0, IPV4_MAPPED | Integer.toUnsignedLong(bytes.getInt()), ADDRESS_BITS);
    }
    return new CidrBlock(bytes.getLong(), bytes.getLong(), ADDRESS_BITS);
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address. Names are never looked
   * up.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static CidrBlock parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    byte[] address = literal.indexOf(':') < 0 ? ipv4(literal) : ipv6(literal);
    if (address == null) {
      throw refused(text, "'" + literal + "' is not an IP address");
    }
    int addressBits = address.length * Byte.SIZE;
    int bits = slash < 0 ? addressBits : decimal(text.substring(slash + 1), addressBits);
    if (bits < 0) {
      throw refused(text, "the prefix length is not from 0 to " + addressBits);
    }
    return of(address).prefix(bits + ADDRESS_BITS - addressBits);
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException(
        "a network must be like 192.0.2.0/24 or 2001:db8::/32; " + why + ": '" + text + "'");
  }

  /** The block around this one with a prefix of so many bits. */
  CidrBlock prefix(int bits) {
    return new CidrBlock(high, low, bits);
  }

  /** Whether this holds IPv4 addresses only. */
  boolean isIpv4() {
    return high == 0 && low >>> Integer.SIZE == 0xffff;
  }

  private static byte[] ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] address = new byte[Integer.BYTES];
    if (parts.length != address.length) {
      return null;
    }
    for (int i = 0; i < parts.length; i++) {
      int part = decimal(parts[i], 0xff);
      if (part < 0) {
        return null;
      }
      address[i] = (byte) part;
    }
    return address;
  }

  private static byte[] ipv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] address = groups(text);
      return address != null && address.length == 2 * IPV6_GROUPS ? address : null;
    }
    byte[] left = groups(text.substring(0, gap));
    byte[] right = groups(text.substring(gap + 2));
    if (left == null || right == null || left.length + right.length > 2 * (IPV6_GROUPS - 1)) {
      return null;
    }
    // An IPv4 address may stand at the very end only.
    if (text.substring(0, gap).indexOf('.') >= 0) {
      return null;
    }
    byte[] address = new byte[2 * IPV6_GROUPS];
    System.arraycopy(left, 0, address, 0, left.length);
    System.arraycopy(right, 0, address, address.length - right.length, right.length);
    return address;
  }

  /** Groups between single colons, of which the last may be an IPv4 address; null if wrong. */
  private static byte[] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    ByteBuffer bytes = ByteBuffer.allocate(2 * parts.length + 2);
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        byte[] last = ipv4(parts[i]);
        if (last == null) {
          return null;
        }
        bytes.put(last);
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        bytes.putShort((short) Integer.parseInt(parts[i], 16));
      } else {
        return null;
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A number without sign or leading zeros, which some read as octal; -1 for anything else. */
  private static int decimal(String text, int max) {
    if (!text.matches("0|[1-9][0-9]{0,2}")) {
      return -1;
    }
    int number = Integer.parseInt(text);
    return number <= max ? number : -1;
  }
}
