package dev.moqlog.writer;

/** What the text of a packet event ends with so far, and what closes that. */
enum PacketPart {
  HEADER("}"),
  FRAME("}"),
  /** The ranges of an ACK frame. */
  RANGES("]}"),
  /** The {@code raw} of a frame. */
  FRAME_RAW("}}");

  static final int COUNT = values().length;

  private final String closing;

  PacketPart(String closing) {
    this.closing = closing;
  }

  /** The brackets that end it and the frame around it. */
  String closing() {
    return closing;
  }
}
