package dev.moqlog.writer.hostile;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Names of connections that are chosen to do harm, and a process that records them all. */
final class HostileIds {

  static final int EVENTS = 5;

  private static final List<String> APPLICATION_IDS =
      List.of(
          "",
          " ",
          ".",
          "..",
          "...",
          "../../etc/cron.d/evil",
          "..\\..\\evil",
          "/etc/passwd",
          "C:\\evil",
          "\\\\server\\share\\evil",
          "%2e%2e%2fevil",
          "..%c0%afevil",
          "a/b",
          "trace.json",
          "evil\u0000.json",
          "\u0000",
          "\r\n",
          "\u001b[2J",
          "\u202egnp.exe",
          "\ufeffbom",
          "~root",
          "$(touch evil)",
          "`touch evil`",
          "; rm -rf *",
          "-rf",
          "*",
          "con",
          "CON",
          "nul",
          "Aux",
          "com1",
          "LPT9",
          "con.json",
          ".moqlog.lock",
          ".moqlog-probe-1",
          "x-00000000000000000000000000000000",
          "X-FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
          "Case",
          "case",
          "CASE",
          "stra\u00dfe",
          "STRASSE",
          "\u0130",
          "i\u0307",
          "\ud83d\udca9",
          "\ud83d",
          "\udca9",
          "\udca9\ud83d",
          "\uffff",
          "\"},{\"",
          "a".repeat(64),
          "a".repeat(65),
          "a".repeat(300),
          "a".repeat(100_000),
          "../".repeat(2000),
          "\ud83d\udca9".repeat(500),
          "notes.txt",
          "0a");

  private static final List<byte[]> CONNECTION_IDS =
      List.of(
          new byte[0],
          new byte[] {0},
          new byte[] {0x0a},
          "../evil".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
          new byte[20],
          new byte[21],
          new byte[1000]);

  private HostileIds() {}

  /** A connection for each. */
  static List<ConnectionInfo> connections() {
    List<ConnectionInfo> connections = new ArrayList<>();
    for (String id : APPLICATION_IDS) {
      connections.add(
          ConnectionInfo.server(new byte[] {1})
              .withApplicationId(id)
              .withTitle(id)
              .withEndpointName(id));
    }
    for (byte[] id : CONNECTION_IDS) {
      connections.add(ConnectionInfo.client(id));
    }
    return connections;
  }

  /** Records some events of each; false if not all could be written. */
  static boolean record(Path root, List<ConnectionInfo> connections) throws IOException {
    QlogRecorder recorder =
        QlogRecorder.builder(root)
            .flushInterval(Duration.ofMillis(40))
            .minFreeBytes(0)
            .shutdownHook(false)
            .build();
    for (ConnectionInfo connection : connections) {
      QlogTrace trace = recorder.open(connection);
      for (int n = 0; n < EVENTS; n++) {
        trace.record(trace.nanoTime(), TraceReader.numbered(n, 0));
      }
      trace.close();
    }
    return recorder.close(Duration.ofSeconds(10));
  }

  /** Argument: the directory. */
  public static void main(String[] arguments) throws IOException {
    if (!record(Path.of(arguments[0]), connections())) {
      System.exit(1);
    }
  }
}
