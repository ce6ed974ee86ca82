package dev.moqlog.cli.render;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/**
 * One number over the time of a connection, to be drawn.
 *
 * @param label what it is
 * @param values in equal steps of time, NaN where nothing is known
 * @param combining how several steps become one
 * @param fromZero whether the scale begins at zero, else at the smallest value
 * @param text a value for people
 */
record Series(
    String label,
    double[] values,
    Sparkline.Combining combining,
    boolean fromZero,
    DoubleFunction<String> text) {

  /** Whether there is anything to draw. */
  boolean known() {
    return Arrays.stream(values).anyMatch(value -> !Double.isNaN(value));
  }
}
