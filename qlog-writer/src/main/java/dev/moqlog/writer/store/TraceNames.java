package dev.moqlog.writer.store;

import dev.moqlog.vocabulary.VantagePoint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names of traces: a directory for each connection, and the files in it.
 *
 * <p>Whatever a peer or an application calls a connection, the name of its directory is one path
 * component of ASCII letters, digits, {@code _} and {@code -}, no longer than 64, that every file
 * system takes. Two connections may share a directory: because a client chooses its connection
 * identifiers, and because {@code Conn-1} and {@code conn-1} are one directory where letter case
 * does not count. Files are therefore created under the first name of {@link #fileName} that does
 * not exist yet, and never opened because they have the expected name.
 *
 * <p>All methods may be called on any thread; no name makes them throw.
 */
public final class TraceNames {

  /** The contained format, one JSON value. */
  public static final String CONTAINED_EXTENSION = ".json";

  /** A JSON text sequence. */
  public static final String SEQUENCE_EXTENSION = ".sqlog";

  /** Ends the name of a file that is not complete yet. */
  static final String UNFINISHED_EXTENSION = ".tmp";

  private static final int MAX_CONNECTION_ID_BYTES = 20;
  private static final int HASH_BYTES = 16;
  private static final String HASH_PREFIX = "x-";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern HASHED = Pattern.compile("[xX]-[0-9A-Fa-f]{32}");

  /** Windows opens a device under these names, in any directory. */
  private static final Pattern DEVICE =
      Pattern.compile("con|prn|aux|nul|(?:com|lpt)[0-9]", Pattern.CASE_INSENSITIVE);

  private static final Pattern FILE =
      Pattern.compile(
          "trace(?:-(?:client|server|network|unknown)(?:-(?:[2-9]|[1-9][0-9]{1,8}))?)?"
              + "(?:\\.[1-9][0-9]{0,8})?\\.(?:json|sqlog)(?:\\.gz|\\.zst)?(?:\\.tmp)?");

  private TraceNames() {}

  /**
   * The directory of a connection called by the bytes of its identifier: their lower-case hex, or a
   * hash if there are none or more than 20.
   *
   * @param id may be null, which is as if it were empty
   */
  public static String forConnectionId(byte[] id) {
    if (id == null || id.length == 0 || id.length > MAX_CONNECTION_ID_BYTES) {
      return hashed(id == null ? new byte[0] : id);
    }
    return HexFormat.of().formatHex(id);
  }

  /**
   * The directory of a connection that the application has a name for: the name itself if it
   * matches {@code [A-Za-z0-9_-]{1,64}}, is no device of Windows and does not look like a hash;
   * otherwise {@code x-} and 32 hex digits of a SHA-256 hash.
   *
   * @param id may be null, which is as if it were empty
   */
  public static String forApplicationId(String id) {
    if (id == null) {
      return hashed(new byte[0]);
    }
    boolean plain = PLAIN.matcher(id).matches();
    return plain && !DEVICE.matcher(id).matches() && !HASHED.matcher(id).matches()
        ? id
        : hashed(utf8(id));
  }

  /**
   * The name to try for a file: {@code trace.json}, then {@code trace-server.json}, {@code
   * trace-server-2.json} and so on; with a part, {@code trace.1.json}.
   *
   * @param attempt how many names were taken already, from 0
   * @param part the number of the part, 0 for the first
   * @param extension {@link #CONTAINED_EXTENSION} or {@link #SEQUENCE_EXTENSION}
   */
  public static String fileName(
      VantagePoint vantagePoint, int attempt, int part, String extension) {
    StringBuilder name = new StringBuilder("trace");
    if (attempt > 0) {
      name.append('-').append(vantagePoint.qlogName());
    }
    if (attempt > 1) {
      name.append('-').append(attempt);
    }
    if (part > 0) {
      name.append('.').append(part);
    }
    return name.append(extension).toString();
  }

  /** Whether a file of that name in a connection's directory is a trace, compressed or not. */
  public static boolean isTraceFile(String fileName) {
    return FILE.matcher(fileName).matches();
  }

  /** Whether a directory of that name may be one of a connection. */
  static boolean isConnectionDirectory(String name) {
    return PLAIN.matcher(name).matches();
  }

  /** Whether a trace of that name was being compressed and never got its name. */
  static boolean isUnfinished(String fileName) {
    return fileName.endsWith(UNFINISHED_EXTENSION);
  }

  private static String hashed(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HASH_PREFIX + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** UTF-8, in which a surrogate without its partner keeps its value instead of becoming '?'. */
  private static byte[] utf8(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            point -> {
              if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.write(0xe0 | point >> 12);
                bytes.write(0x80 | point >> 6 & 0x3f);
                bytes.write(0x80 | point & 0x3f);
              } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }
}
