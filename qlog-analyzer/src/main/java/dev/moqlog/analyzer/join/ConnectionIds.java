package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.connection.SourceNames;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids that may name a connection in the logs of both its ends: the group id, the original
 * destination connection id, the Destination Connection IDs of Initial packets (which both ends
 * see), and what looks like one of these in the name of the file.
 */
final class ConnectionIds {

  private static final int MAX_IDS = 12;

  /** A shorter text, such as a number, may well name something else in another log. */
  private static final int MIN_CHARS = 8;

  /** A client's first Destination Connection ID has 8 bytes at least (RFC 9000 section 7.2). */
  private static final int MIN_CHARS_OF_PART = 16;

  private static final Pattern SEPARATORS = Pattern.compile("[^0-9A-Za-z]+");
  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})+");

  private final Set<String> ids = new LinkedHashSet<>();

  /** Adds a group id or an original destination connection id, if there is one. */
  void add(String id) {
    if (id != null && id.length() >= MIN_CHARS && ids.size() < MAX_IDS) {
      ids.add(id.toLowerCase(Locale.ROOT));
    }
  }

  /** Adds the Destination Connection ID of an Initial packet, if there is one. */
  void addOfInitial(String id) {
    if (id != null && id.length() >= MIN_CHARS_OF_PART) {
      add(id);
    }
  }

  /** Adds what the name of a source tells. */
  void addOfSource(String source) {
    String name = SourceNames.connectionId(source).toLowerCase(Locale.ROOT);
    for (String part : SEPARATORS.split(name)) {
      if (part.length() >= MIN_CHARS_OF_PART && HEX.matcher(part).matches()) {
        add(part);
      }
    }
    // Both ends in one directory that is named by the id: <id>/client.qlog and <id>/server.qlog.
    String path = source.replace('\\', '/');
    int end = path.lastIndexOf('/');
    if (end > 0) {
      String directory = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
      if (directory.length() >= MIN_CHARS_OF_PART
          && HEX.matcher(directory.toLowerCase(Locale.ROOT)).matches()) {
        add(directory);
      }
    }
  }

  /** All ids, the most telling first. */
  Set<String> all() {
    return ids;
  }
}
