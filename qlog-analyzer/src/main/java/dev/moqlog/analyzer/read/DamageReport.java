package dev.moqlog.analyzer.read;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much of a log could not be used, with the first cases in full.
 *
 * <p>A stretch of unreadable bytes counts as one record, since what stood there cannot be told.
 */
public final class DamageReport {

  private static final int KEPT = 16;

  private long cases;
  private long records;
  private long bytes;
  private boolean truncated;
  private boolean corrupt;
  private final List<Damage> first = new ArrayList<>();

  DamageReport() {}

  /** Nothing was damaged. */
  public static DamageReport none() {
    return new DamageReport();
  }

  void add(Damage damage) {
    cases++;
    records += damage.bytes() > 0 ? 1 : 0;
    bytes += damage.bytes();
    truncated |= damage.truncation();
    corrupt |= !damage.truncation();
    if (first.size() < KEPT) {
      first.add(damage);
    }
  }

  void addAll(DamageReport other) {
    cases += other.cases;
    records += other.records;
    bytes += other.bytes;
    truncated |= other.truncated;
    corrupt |= other.corrupt;
    for (Damage damage : other.first) {
      if (first.size() < KEPT) {
        first.add(damage);
      }
    }
  }

  void markTruncated() {
    truncated = true;
  }

  /** How many stretches were skipped. */
  public long records() {
    return records;
  }

  /** How many bytes were skipped. */
  public long bytes() {
    return bytes;
  }

  /** Whether the log ends before it is complete. */
  public boolean truncated() {
    return truncated;
  }

  /** Whether something other than the end of the log was damaged. */
  public boolean corrupt() {
    return corrupt;
  }

  /** Whether nothing is to report. */
  public boolean isEmpty() {
    return records == 0 && !truncated;
  }

  /** Where the first case begins, absent without any. */
  public OptionalLong firstOffset() {
    return first.isEmpty() ? OptionalLong.empty() : OptionalLong.of(first.get(0).offset());
  }

  /** How many cases there are. */
  public long cases() {
    return cases;
  }

  /** The first cases, at most 16. */
  public List<Damage> first() {
    return List.copyOf(first);
  }
}
