package dev.moqlog.analyzer.connection;

import java.util.regex.Pattern;

/** What the name of a file tells of the connection in it. */
public final class SourceNames {

  private static final Pattern EXTENSIONS =
      Pattern.compile(
          "(\\.(qlog|sqlog|qlognd|mlog|json|jsonl|ndjson|netlog|gz|zst|br|tar|tgz|zip))+$",
          Pattern.CASE_INSENSITIVE);

  private SourceNames() {}

  /**
   * The connection id that a source is named by: the directory of {@code <id>/trace.json}, as the
   * writer lays files out, else the file's name without its extensions.
   */
  public static String connectionId(String source) {
    String path = source.replace('\\', '/');
    int slash = path.lastIndexOf('/');
    String file = EXTENSIONS.matcher(path.substring(slash + 1)).replaceFirst("");
    if (slash > 0 && file.matches("trace([.-].*)?")) {
      String directory = path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
      if (!directory.isEmpty() && !directory.startsWith(".")) {
        return directory;
      }
    }
    return file.isEmpty() ? source : file;
  }
}
