package dev.moqlog.cli.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** An address to listen on, as a user writes it. */
public final class ListenAddress {

  private static final int MAX_PORT = 65_535;

  private ListenAddress() {}

  /**
   * Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, or {@code :PORT} and {@code PORT} for the
   * loopback interface; empty if it is none of these, or the host is unknown.
   */
  public static Optional<InetSocketAddress> parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon <= 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      return Optional.empty();
    }
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
      return Optional.empty();
    }
    try {
      InetAddress address =
          host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
      return Optional.of(new InetSocketAddress(address, Integer.parseInt(port)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
