package dev.moqlog.analyzer.summary;

import dev.moqlog.vocabulary.VantagePoint;

/**
 * A connection of which the log of only one end was found.
 *
 * @param source the file, as it was given, with {@code !/} before an entry of an archive
 * @param traceIndex the ordinal of the trace in its source, from 0
 * @param connectionId what the log calls the connection
 * @param vantagePoint whose log it is, as far as it shows
 * @param reason why it was not joined
 */
public record UnmatchedLog(
    String source, int traceIndex, String connectionId, VantagePoint vantagePoint, Reason reason) {

  /** Why a log was not joined. */
  public enum Reason {
    /** No log of the other end is among the input. */
    NO_PEER("no_peer", "no log of the other end"),
    /** The same end of the same connection is in another log, which was joined. */
    SAME_END_TWICE("same_end_twice", "another log of the same end was joined"),
    /** Nothing tells whether it is the client's or the server's. */
    UNKNOWN_END("unknown_end", "neither header nor packets tell whose log it is"),
    /** Its packets fit more than one log, and no id tells which. */
    AMBIGUOUS("ambiguous", "its packets fit several logs, and no id tells which");

    private final String label;
    private final String text;

    Reason(String label, String text) {
      this.label = label;
      this.text = text;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }

    /** The reason in words. */
    public String text() {
      return text;
    }
  }
}
