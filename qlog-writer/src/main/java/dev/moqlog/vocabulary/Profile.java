package dev.moqlog.vocabulary;

import java.util.Locale;

/** Which generation of qlog's names a trace is written in. */
public enum Profile {
  /**
   * The names of qlog 0.3 (quic-events-04 and older), which qvis draws in all its views. The header
   * of a file also carries the members of the current drafts.
   */
  QVIS,
  /** The names of the current drafts: main-schema-14, quic-events-13, moq-events-07. */
  IETF;

  /** The name as settings spell it. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
