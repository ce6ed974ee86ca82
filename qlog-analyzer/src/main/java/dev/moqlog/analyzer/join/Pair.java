package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.summary.JoinedSummary.Evidence;

/**
 * The logs of both ends of a connection.
 *
 * @param client the client's
 * @param server the server's
 * @param connectionId the id they share, else the client's name for the connection
 * @param evidence what shows that they belong together
 */
public record Pair(EndIndex client, EndIndex server, String connectionId, Evidence evidence) {

  /** How many packets both logs have together. */
  public long packets() {
    return client.packets() + server.packets();
  }
}
