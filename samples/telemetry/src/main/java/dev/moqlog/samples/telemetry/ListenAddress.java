package dev.moqlog.samples.telemetry;

import java.net.InetSocketAddress;
import java.util.Optional;

/** An address as the command line gives it. */
final class ListenAddress {

  private ListenAddress() {}

  /**
   * The address that {@code HOST:PORT} stands for; empty for {@code off}.
   *
   * @throws IllegalArgumentException if it stands for none
   */
  static Optional<InetSocketAddress> parse(String text) {
    if (text.equals("off")) {
      return Optional.empty();
    }
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not HOST:PORT or off: " + text);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      InetSocketAddress address =
          new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("no such host: " + host);
      }
      return Optional.of(address);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a port: " + text.substring(colon + 1), e);
    }
  }
}
