package dev.moqlog.cli.watch;

/**
 * What a watch has done since its state file was made.
 *
 * @param counted traces that were counted
 * @param missed traces that were deleted before they were counted
 * @param changed traces that changed after they were counted
 * @param failed traces that are taken for counted although their analysis failed
 */
public record WatchTotals(long counted, long missed, long changed, long failed) {

  static final WatchTotals NONE = new WatchTotals(0, 0, 0, 0);

  WatchTotals plus(WatchTotals more) {
    return new WatchTotals(
        counted + more.counted, missed + more.missed, changed + more.changed, failed + more.failed);
  }

  String encoded() {
    return counted + " " + missed + " " + changed + " " + failed;
  }

  /**
   * @throws IllegalArgumentException if this is no text of {@link #encoded}
   */
  static WatchTotals decoded(String encoded) {
    String[] numbers = encoded.split(" ");
    if (numbers.length != 4) {
      throw new IllegalArgumentException("not the totals of a watch: " + encoded);
    }
    return new WatchTotals(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }
}
