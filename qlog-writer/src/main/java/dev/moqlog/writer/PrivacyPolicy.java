package dev.moqlog.writer;

import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.Privacy;
import dev.moqlog.writer.json.JsonBuffer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What of a value is written, by the privacy class of its field. Secrets and payload never are.
 * Immutable.
 */
final class PrivacyPolicy {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int IPV4_PREFIX_BYTES = 3;
  private static final int IPV6_PREFIX_BYTES = 7;
  private static final int HASH_BYTES = 8;

  /** Words in the name of a member that make it a secret wherever an application uses it. */
  private static final List<String> SECRET_WORDS =
      List.of(
          "token",
          "secret",
          "password",
          "passwd",
          "authorization",
          "credential",
          "cookie",
          "private_key",
          "privatekey",
          "api_key",
          "apikey",
          "bearer");

  /** Has one of those words in its name, but is a size (moq-transport, setup options). */
  private static final String TOKEN_CACHE_SIZE = "max_auth_token_cache_size";

  private final AddressPolicy addresses;
  private final NamePolicy identifiers;
  private final NamePolicy names;
  private final SecretKeySpec key;

  /**
   * A policy.
   *
   * @param secret the key of the hashes; null for a random one, by which hashes of two processes
   *     cannot be compared
   */
  PrivacyPolicy(AddressPolicy addresses, NamePolicy identifiers, NamePolicy names, byte[] secret) {
    this.addresses = addresses;
    this.identifiers = identifiers;
    this.names = names;
    byte[] bytes = secret;
    if (bytes == null || bytes.length == 0) {
      bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
    }
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  AddressPolicy addresses() {
    return addresses;
  }

  NamePolicy identifiers() {
    return identifiers;
  }

  NamePolicy names() {
    return names;
  }

  /** What is done with the field, of whichever class it is. */
  NamePolicy of(Field field) {
    return switch (field.privacy()) {
      case PUBLIC -> NamePolicy.FULL;
      case IDENTIFIER -> identifiers;
      case NAME -> names;
      case ADDRESS -> addresses == AddressPolicy.FULL ? NamePolicy.FULL : NamePolicy.NONE;
      case SECRET, PAYLOAD -> NamePolicy.NONE;
    };
  }

  /** Writes a connection id as a string; false if it must not be written. */
  boolean identifier(JsonBuffer out, byte[] key, byte[] id) {
    switch (identifiers) {
      case FULL -> {
        out.key(key);
        out.hex(id);
      }
      case HASH -> {
        out.key(key);
        // As of the text, so that an id has one hash however it was given.
        out.text(identifier(HexFormat.of().formatHex(id)));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A connection id as text, or null if it must not be written. */
  String identifier(String id) {
    return switch (identifiers) {
      case FULL -> id;
      case HASH -> hash(id.getBytes(StandardCharsets.UTF_8));
      case NONE -> null;
    };
  }

  /** The address itself, or the IPv4 address that an IPv6 address stands for. */
  static InetAddress plain(InetAddress address) {
    return inet(address.getAddress());
  }

  /** An address as text, or null if it must not be written. */
  String address(InetAddress given) {
    InetAddress address = plain(given);
    return switch (addresses) {
      case FULL -> literal(address.getAddress());
      case PREFIX -> {
        byte[] bytes = address.getAddress();
        int kept = address instanceof Inet4Address ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        yield literal(bytes);
      }
      case HASH -> hash(address.getAddress());
      case NONE -> null;
    };
  }

  /** Whether ports are written. */
  boolean ports() {
    return addresses == AddressPolicy.FULL;
  }

  /** A name or text, or null if it must not be written. */
  CharSequence name(CharSequence text) {
    return switch (names) {
      case FULL -> text;
      case HASH -> hash(text.toString().getBytes(StandardCharsets.UTF_8));
      case NONE -> null;
    };
  }

  /**
   * Whether a member of an application's own event may be written. Its name is all there is to go
   * by.
   */
  static boolean isSecretName(String member) {
    String lower = member.toLowerCase(Locale.ROOT);
    // No stream, because messages are recorded without allocating.
    for (int i = 0; i < SECRET_WORDS.size(); i++) {
      if (lower.contains(SECRET_WORDS.get(i))) {
        return !lower.equals(TOKEN_CACHE_SIZE);
      }
    }
    return false;
  }

  /** Whether the class can be written under any policy at all. */
  static boolean isNeverWritten(Privacy privacy) {
    return privacy == Privacy.SECRET || privacy == Privacy.PAYLOAD;
  }

  private String hash(byte[] value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(value), 0, HASH_BYTES);
    } catch (GeneralSecurityException e) {
      // Every Java platform has HMAC-SHA-256.
      throw new IllegalStateException(e);
    }
  }

  private static String literal(byte[] address) {
    return inet(address).getHostAddress();
  }

  private static InetAddress inet(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
