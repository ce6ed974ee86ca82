package dev.moqlog.writer;

/** What happens to a trace that reaches its size limit. */
public enum SizeLimitAction {
  /** It ends, except for how the connection was closed. */
  STOP,
  /** It goes on in a further file, {@code trace.1.json} and so on; the disk budget bounds them. */
  ROTATE,
  /** From half the limit on only the events of importance core are written; then it ends. */
  DEMOTE
}
