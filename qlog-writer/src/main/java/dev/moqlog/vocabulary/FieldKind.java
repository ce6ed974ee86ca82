package dev.moqlog.vocabulary;

/** What the value of a field is, and its unit. */
public enum FieldKind {
  NUMBER("number"),
  COUNT("count"),
  BYTES("bytes"),
  MILLIS("ms"),
  BITS_PER_SECOND("bit/s"),
  BOOLEAN("boolean"),
  TEXT("text"),
  HEX("hexadecimal"),
  OBJECT("object"),
  LIST("list");

  private final String label;

  FieldKind(String label) {
    this.label = label;
  }

  /** A word for a table of fields. */
  public String label() {
    return label;
  }
}
