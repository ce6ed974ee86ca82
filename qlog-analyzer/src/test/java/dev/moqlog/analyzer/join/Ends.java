package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.JoinResults;
import dev.moqlog.analyzer.LogJoiner;
import dev.moqlog.analyzer.summary.JoinedSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the logs of both ends of a connection, and joins logs. */
final class Ends {

  /** What joining brought. */
  record Result(
      List<JoinedSummary> joined, List<UnmatchedLog> unmatched, List<SourceSummary> sources) {

    JoinedSummary only() {
      if (joined.size() != 1) {
        throw new AssertionError(this);
      }
      return joined.get(0);
    }
  }

  private static final Pattern TIME = Pattern.compile("\"time\":([-0-9.]+)");

  private final List<String> client = new ArrayList<>();
  private final List<String> server = new ArrayList<>();
  private final String clientHeader;
  private final String serverHeader;

  /** Logs whose headers name the connection as given. */
  Ends(String clientGroup, String serverGroup) {
    clientHeader = header("client", clientGroup);
    serverHeader = header("server", serverGroup);
  }

  Ends() {
    this("0011223344556677", "0011223344556677");
  }

  static String header(String vantagePoint, String group) {
    String common = group.isEmpty() ? "" : ",'group_id':'" + group + "'";
    return ("{'qlog_version':'0.3','qlog_format':'JSON-SEQ','trace':{'vantage_point':{'type':'%s'},"
                + "'common_fields':{'time_format':'relative','reference_time':0%s}}}")
            .formatted(vantagePoint, common)
            .replace('\'', '"')
        + "\n";
  }

  /** A packet of the client; it does not arrive without an arrival. */
  Ends up(double sent, Double arrived, long number, String... frames) {
    packet(client, "sent", "1RTT", sent, number, frames);
    if (arrived != null) {
      packet(server, "received", "1RTT", arrived, number, frames);
    }
    return this;
  }

  /** A packet of the server; it does not arrive without an arrival. */
  Ends down(double sent, Double arrived, long number, String... frames) {
    packet(server, "sent", "1RTT", sent, number, frames);
    if (arrived != null) {
      packet(client, "received", "1RTT", arrived, number, frames);
    }
    return this;
  }

  Ends client(String event) {
    client.add(event.replace('\'', '"'));
    return this;
  }

  Ends server(String event) {
    server.add(event.replace('\'', '"'));
    return this;
  }

  static String event(
      String what, String type, double time, long number, int length, String... frames) {
    return String.format(
        Locale.ROOT,
        "{'time':%.6f,'name':'transport:packet_%s','data':{'header':{'packet_type':'%s',"
            + "'packet_number':%d},'raw':{'length':%d},'frames':[%s]}}",
        time,
        what,
        type,
        number,
        length,
        String.join(",", frames));
  }

  private static void packet(
      List<String> log, String what, String type, double time, long number, String... frames) {
    String[] or = frames.length == 0 ? new String[] {"{'frame_type':'ping'}"} : frames;
    int length = 1000 + (int) (number % 100);
    log.add(event(what, type, time, number, length, or).replace('\'', '"'));
  }

  /** Writes both logs into a directory. */
  Ends write(Path directory) {
    return write(directory, "client.sqlog", "server.sqlog");
  }

  Ends write(Path directory, String clientName, String serverName) {
    try {
      Files.writeString(directory.resolve(clientName), clientHeader + inOrderOfTime(client));
      Files.writeString(directory.resolve(serverName), serverHeader + inOrderOfTime(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static String inOrderOfTime(List<String> events) {
    return events.stream()
        .sorted(Comparator.comparingDouble(Ends::time))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static double time(String event) {
    Matcher matcher = TIME.matcher(event);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  /** Writes both logs into a directory and joins what is in it. */
  JoinedSummary join(Path directory) {
    write(directory);
    return join(Stream.of(directory)).only();
  }

  static Result join(Stream<Path> paths) {
    List<JoinedSummary> joined = new ArrayList<>();
    List<UnmatchedLog> unmatched = new ArrayList<>();
    List<SourceSummary> sources = new ArrayList<>();
    new LogJoiner()
        .join(
            paths.map(Path::toString).toList(),
            new JoinResults() {
              @Override
              public void joined(JoinedSummary one) {
                joined.add(one);
              }

              @Override
              public void unmatched(UnmatchedLog log) {
                unmatched.add(log);
              }

              @Override
              public void source(SourceSummary source) {
                sources.add(source);
              }
            });
    return new Result(joined, unmatched, sources);
  }
}
