package dev.moqlog.analyzer.read;

/**
 * What came behind each member of an object so far, with all that stands between two values: the
 * comma, the name, the colon and the white space of its writer. A log says the same again and
 * again, so comparing a few words finds most names without looking for their ends.
 */
final class Successors {

  /** How many are kept for each member. */
  private static final int WAYS = 4;

  /** No name that a pattern is worth it for is longer. */
  private static final int MAX_BYTES = 64;

  private final Pattern[] patterns = new Pattern[MemberName.values().length * WAYS];
  private final MemberName[] names = new MemberName[patterns.length];
  private int behind;

  /**
   * Looks whether something known follows at an index.
   *
   * @param previous the member before it
   * @return the name that stands there, or null; {@link #behind()} is the index of its value
   */
  MemberName find(MemberName previous, byte[] buffer, int from) {
    int first = previous.ordinal() * WAYS;
    for (int i = first; i < first + WAYS && patterns[i] != null; i++) {
      behind = patterns[i].behind(buffer, from);
      if (behind > 0) {
        MemberName name = names[i];
        if (i > first) {
          promote(first, i);
        }
        return name;
      }
    }
    return null;
  }

  /** The index behind what was found. */
  int behind() {
    return behind;
  }

  /** Keeps what came, unless there is much already. */
  void learn(MemberName previous, MemberName name, byte[] buffer, int from, int to) {
    int last = previous.ordinal() * WAYS + WAYS - 1;
    if (patterns[last] != null || to - from > MAX_BYTES) {
      return;
    }
    int free = last;
    while (free > last - WAYS + 1 && patterns[free - 1] == null) {
      free--;
    }
    patterns[free] = new Pattern(buffer, from, to);
    names[free] = name;
  }

  /** What was found last is most likely to come again. */
  private void promote(int first, int i) {
    Pattern pattern = patterns[i];
    MemberName name = names[i];
    patterns[i] = patterns[first];
    names[i] = names[first];
    patterns[first] = pattern;
    names[first] = name;
  }
}
