package dev.moqlog.analyzer.read;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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
  QUINN("quinn"),
  TQUIC("tquic"),
  XNET("x/net/quic");

  /** Its example programs, of which there is a pair for each TLS library. */
  private static final Pattern NGTCP2_EXAMPLES =
      Pattern.compile("\\b(gtls|ossl|qtls|bssl|wssl|ptls)(client|server)\\b");

  /** What it describes each of its traces by, in lower case. */
  private static final Pattern TQUIC_TRACE = Pattern.compile("\\bid=(client|server)-[0-9a-f]+");

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
    switch (name) {
      // pcap2qlog before it named itself.
      case "pcap", "todo" -> {
        return Optional.of(PCAP2QLOG);
      }
      case "go quic" -> {
        return Optional.of(XNET);
      }
      default -> {}
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
    if (NGTCP2_EXAMPLES.matcher(name).find() || NGTCP2_EXAMPLES.matcher(text).find()) {
      return Optional.of(NGTCP2);
    }
    if (TQUIC_TRACE.matcher(text).find()) {
      return Optional.of(TQUIC);
    }
    for (Producer producer : values()) {
      if (containsWord(text, producer.label)) {
        return Optional.of(producer);
      }
    }
    return Optional.empty();
  }

  private static boolean containsWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !Character.isLetter(text.charAt(at - 1)))
          && (end == text.length() || !Character.isLetter(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
