package dev.moqlog.observability.grafana;

import java.math.BigDecimal;

/**
 * An expression of PromQL.
 *
 * @param text the expression, with Grafana's variables in it
 * @param exemplars whether exemplars, which lead to traces, can be drawn with its series
 */
public record Promql(String text, boolean exemplars) {

  /** The sum over all series, or over those that agree in some labels. */
  public Promql sum(String... by) {
    return aggregate("sum", by);
  }

  /** The greatest value of all series, or of those that agree in some labels. */
  public Promql max(String... by) {
    return aggregate("max", by);
  }

  /** The smallest value of all series, or of those that agree in some labels. */
  public Promql min(String... by) {
    return aggregate("min", by);
  }

  /** The mean of all series, or of those that agree in some labels. */
  public Promql avg(String... by) {
    return aggregate("avg", by);
  }

  /** How many series there are, or how many agree in some labels. */
  public Promql count(String... by) {
    return aggregate("count", by);
  }

  private Promql aggregate(String operator, String... by) {
    String labels = by.length == 0 ? "" : " by (" + String.join(", ", by) + ")";
    String space = by.length == 0 ? "" : " ";
    return new Promql(operator + labels + space + "(" + text + ")", exemplars);
  }

  /** The greatest series; of what is so now, as over time others would be the greatest. */
  public Promql top(int count) {
    return new Promql("topk(" + count + ", " + text + ")", exemplars);
  }

  /** This for each of another; none where that is zero. */
  public Promql dividedBy(Promql other) {
    return new Promql(operand() + " / (" + other.text + " > 0)", exemplars || other.exemplars);
  }

  /** This and another. */
  public Promql plus(Promql other) {
    return new Promql(operand() + " + " + other.operand(), exemplars || other.exemplars);
  }

  /** This less another. */
  public Promql minus(Promql other) {
    return new Promql(operand() + " - " + other.operand(), exemplars || other.exemplars);
  }

  /** This times a number. */
  public Promql times(double factor) {
    return new Promql(operand() + " * " + number(factor), exemplars);
  }

  /** What is missing of a whole. */
  public Promql complement() {
    return new Promql("1 - " + operand(), exemplars);
  }

  /** This, or 0 where there is nothing. */
  public Promql orZero() {
    return new Promql(text + " or vector(0)", exemplars);
  }

  /** Those that are zero. */
  public Promql zero() {
    return new Promql(operand() + " == 0", exemplars);
  }

  /** How long ago a time since 1970 was. */
  public Promql age() {
    return new Promql("time() - " + operand(), exemplars);
  }

  private String operand() {
    return text.matches(".* [-+*/] .*") ? "(" + text + ")" : text;
  }

  /** A number as people write it. */
  static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
