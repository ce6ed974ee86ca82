package dev.moqlog.samples.transfer;

import dev.moqlog.samples.link.LinkCounters;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What a transfer has come to.
 *
 * @param bytes how much the client received, and found to be what the server meant to send
 * @param duration from the start of the handshake to the last byte
 * @param toServer what the link did to what the client sent
 * @param toClient what the link did to what the server sent
 */
public record TransferReport(
    long bytes, Duration duration, LinkCounters toServer, LinkCounters toClient) {

  /** Prints the report in a few lines. */
  public void print(PrintStream out) {
    double seconds = duration.toNanos() / 1e9;
    out.printf(Locale.ROOT, "%,d bytes received and verified in %.3f s%n", bytes, seconds);
    print(out, "to client", toClient);
    print(out, "to server", toServer);
  }

  private static void print(PrintStream out, String name, LinkCounters counters) {
    out.printf(
        Locale.ROOT,
        "%s: the link received %,d datagrams, lost %,d and forwarded %,d",
        name,
        counters.received(),
        counters.lost(),
        counters.forwarded());
    if (counters.overflowed() > 0 || counters.sendFailures() > 0 || counters.inTransit() > 0) {
      out.printf(
          Locale.ROOT,
          " (%,d too many, %,d not sent, %,d on their way)",
          counters.overflowed(),
          counters.sendFailures(),
          counters.inTransit());
    }
    out.println();
  }
}
