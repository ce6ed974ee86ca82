package dev.moqlog.writer.sampling;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes randomness of 56 bits of a key, the same on every machine.
 *
 * <p>A client chooses the id of its connection. Without a secret it can choose one that is always
 * or never sampled; with a secret that both ends of an operator share it cannot. Immutable, safe
 * for use by several threads.
 */
public final class SamplingHash {

  private static final String DIGEST = "SHA-256";
  private static final String MAC = "HmacSHA256";
  private static final SamplingHash UNKEYED = new SamplingHash(null);

  private final SecretKeySpec secret;

  private SamplingHash(SecretKeySpec secret) {
    this.secret = secret;
  }

  /** The last 7 bytes of SHA-256(key); what everybody without a secret agrees on. */
  public static SamplingHash unkeyed() {
    return UNKEYED;
  }

  /**
   * The last 7 bytes of HMAC-SHA-256(secret, key).
   *
   * @param secret any number of bytes, better 16 random ones or more; copied
   * @throws IllegalArgumentException if it is empty
   */
  public static SamplingHash keyed(byte[] secret) {
    Objects.requireNonNull(secret, "secret");
    if (secret.length == 0) {
      throw new IllegalArgumentException("secret must not be empty; without one, use unkeyed()");
    }
    return new SamplingHash(new SecretKeySpec(secret, MAC));
  }

  /** The randomness of a key, from 0 to 2^56 - 1. */
  public long randomness(byte[] key) {
    Objects.requireNonNull(key, "key");
    byte[] hash = secret == null ? digest(key) : mac(key);
    return ByteBuffer.wrap(hash).getLong(hash.length - Long.BYTES) & SamplingRate.RANDOMNESS_MASK;
  }

  private static byte[] digest(byte[] key) {
    try {
      return MessageDigest.getInstance(DIGEST).digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + DIGEST, e);
    }
  }

  private byte[] mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(secret);
      return mac.doFinal(key);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this Java has no " + MAC, e);
    }
  }

  /** Tells whether there is a secret, never the secret. */
  @Override
  public String toString() {
    return secret == null ? "SamplingHash[unkeyed]" : "SamplingHash[keyed]";
  }
}
