package dev.moqlog.samples.transfer;

import dev.moqlog.samples.link.LinkConditions;
import java.time.Duration;

/**
 * The options of a transfer.
 *
 * @param bytes how much the server sends
 * @param delay how long datagrams take, each way
 * @param lossShare the share of datagrams that are lost, each way, from 0 to 1
 * @param seed decides which datagrams are lost
 * @param closeCode the error code of the application that the client closes with; 0 for no error
 */
public record TransferOptions(
    long bytes, Duration delay, double lossShare, long seed, int closeCode) {
  /** What is understood on the command line. */
  public static final String USAGE =
      """
      options, each followed by a value:
        --megabytes N   how much the server sends (default 2)
        --delay MS      how long datagrams take, each way, in milliseconds (default 20)
        --loss PERCENT  how many datagrams are lost, each way (default 1)
        --seed N        decides which datagrams are lost (default 7)
        --close-code N  the error code that the client closes with (default 0, no error)
      what is captured is decided by the environment, see the variables MOQ_QLOG_...
      """;

  /** 2 MB over a link that takes 20 ms and loses 1 %, each way. */
  public static final TransferOptions DEFAULT =
      new TransferOptions(2_000_000, Duration.ofMillis(20), 0.01, 7, 0);

  /**
   * Reads the options from a command line.
   *
   * @throws IllegalArgumentException with a message for the user, if an argument is wrong
   */
  public static TransferOptions parse(String... arguments) {
    TransferOptions options = DEFAULT;
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (name.equals("--help")) {
        throw new IllegalArgumentException(USAGE);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("no value after " + name + "\n" + USAGE);
      }
      options = options.with(name, arguments[i + 1]);
    }
    return options;
  }

  private TransferOptions with(String name, String value) {
    try {
      return switch (name) {
        case "--megabytes" -> {
          long newBytes = Math.round(Double.parseDouble(value) * 1e6);
          if (newBytes <= 0) {
            throw new NumberFormatException("not more than 0");
          }
          yield new TransferOptions(newBytes, delay, lossShare, seed, closeCode);
        }
        case "--delay" -> {
          Duration newDelay = Duration.ofNanos(Math.round(Double.parseDouble(value) * 1e6));
          if (newDelay.isNegative()) {
            throw new NumberFormatException("less than 0");
          }
          yield new TransferOptions(bytes, newDelay, lossShare, seed, closeCode);
        }
        case "--loss" -> {
          double share = Double.parseDouble(value) / 100;
          if (!(share >= 0 && share < 1)) {
            throw new NumberFormatException("not from 0 to 100");
          }
          yield new TransferOptions(bytes, delay, share, seed, closeCode);
        }
        case "--seed" ->
            new TransferOptions(bytes, delay, lossShare, Long.parseLong(value), closeCode);
        case "--close-code" -> {
          int newCode = Integer.parseInt(value);
          if (newCode < 0) {
            throw new NumberFormatException("less than 0");
          }
          yield new TransferOptions(bytes, delay, lossShare, seed, newCode);
        }
        default -> throw new IllegalArgumentException("there is no option " + name + "\n" + USAGE);
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "wrong value for " + name + ": " + value + " (" + e.getMessage() + ")\n" + USAGE, e);
    }
  }

  /** The conditions of each direction of the link. */
  public LinkConditions conditions() {
    return LinkConditions.delayedBy(delay).withLoss(lossShare);
  }
}
