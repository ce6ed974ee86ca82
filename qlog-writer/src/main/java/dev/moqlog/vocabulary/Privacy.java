package dev.moqlog.vocabulary;

/** What a field may give away about people (main-schema section 15, quic-events section 13). */
public enum Privacy {
  /** Numbers and words of the protocol. */
  PUBLIC,
  /** An IP address or a port. */
  ADDRESS,
  /** A connection id, by which one connection can be followed. */
  IDENTIFIER,
  /** What people named or wrote: track names, reason phrases, messages, URIs. */
  NAME,
  /** A key, token or credential. Never written. */
  SECRET,
  /** Content that was carried. Never written. */
  PAYLOAD
}
