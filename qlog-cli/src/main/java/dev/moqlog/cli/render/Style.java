package dev.moqlog.cli.render;

/**
 * How text for people looks.
 *
 * @param columns how wide it may be
 * @param colour whether it may have colour
 * @param unicode whether it may have characters beyond ASCII of its own
 */
public record Style(int columns, boolean colour, boolean unicode) {

  /** A heading. */
  String heading(String text) {
    return coded("1", text);
  }

  /** Something that needs attention. */
  String alert(String text) {
    return coded("33", text);
  }

  private String coded(String code, String text) {
    return colour ? "\u001b[" + code + 'm' + text + "\u001b[0m" : text;
  }
}
