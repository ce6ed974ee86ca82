package dev.moqlog.analyzer.join;

/** The order of numbers, without an object for each. */
final class StableOrder {

  private StableOrder() {}

  /** The indexes of the first values in ascending order of values; equal ones keep their order. */
  static int[] of(long[] values, int count) {
    int[] order = new int[count];
    boolean sorted = true;
    for (int i = 0; i < count; i++) {
      order[i] = i;
      sorted &= i == 0 || values[i - 1] <= values[i];
    }
    if (sorted) {
      return order;
    }
    int[] from = order;
    int[] to = new int[count];
    for (int width = 1; width < count && width > 0; width *= 2) {
      for (int left = 0; left < count; left += 2 * width) {
        merge(values, from, to, left, Math.min(left + width, count), width, count);
        if (left > count - 2 * width) {
          break;
        }
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(
      long[] values, int[] from, int[] to, int left, int middle, int width, int count) {
    int end = Math.min(middle + width, count);
    int a = left;
    int b = middle;
    for (int i = left; i < end; i++) {
      boolean takeLeft = a < middle && (b >= end || values[from[a]] <= values[from[b]]);
      to[i] = takeLeft ? from[a++] : from[b++];
    }
  }
}
