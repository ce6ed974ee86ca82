package dev.moqlog.analyzer.read;

import java.util.Locale;
import java.util.Optional;

/** The QUIC stacks whose logs are recognised. */
public enum Producer {
  AIOQUIC("aioquic"),
  CHROMIUM("chromium"),
  IMQUIC("imquic"),
  KWIK("kwik"),
  MOQLOG("moqlog"),
  MOXYGEN("moxygen"),
  MVFST("mvfst"),
  NEQO("neqo"),
  NGTCP2("ngtcp2"),
  NOQ("noq"),
  PCAP2QLOG("pcap2qlog"),
  PICOQUIC("picoquic"),
  QUIC_GO("quic-go"),
  QUICHE("quiche"),
  QUICLY("quicly"),
  QUINN("quinn");

  private final String label;

  Producer(String label) {
    this.label = label;
  }

  /** The name of the stack as its project spells it. */
  public String label() {
    return label;
  }

  /**
   * The producer that a header's free texts give away.
   *
   * @param vantageName {@code vantage_point.name}
   * @param titles titles and descriptions of the file and the trace
   */
  static Optional<Producer> of(String vantageName, String titles) {
    String name = vantageName.toLowerCase(Locale.ROOT);
    // picoquic names every vantage point by this constant.
    if (name.equals("backend-67")) {
      return Optional.of(PICOQUIC);
    }
    if (name.equals("pcap")) {
      return Optional.of(PCAP2QLOG);
    }
    for (Producer producer : values()) {
      if (name.startsWith(producer.label)) {
        return Optional.of(producer);
      }
    }
    String text = titles.toLowerCase(Locale.ROOT);
    if (text.contains("moq-native") || text.contains("moq-relay")) {
      return Optional.of(QUINN);
    }
    for (Producer producer : values()) {
      if (text.contains(producer.label)) {
        return Optional.of(producer);
      }
    }
    return Optional.empty();
  }
}
