package dev.moqlog.writer;

/** How much is written of what identifies a connection, or of what people named or wrote. */
public enum NamePolicy {
  /** As it is. */
  FULL,
  /** A keyed hash, which tells whether two are the same. */
  HASH,
  /** Nothing. */
  NONE
}
