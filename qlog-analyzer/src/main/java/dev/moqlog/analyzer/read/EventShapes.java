package dev.moqlog.analyzer.read;

/**
 * The shapes of a log's records so far, and the record that was found last among them. Not safe for
 * use by several threads.
 */
final class EventShapes {

  /** More are not kept. */
  static final int MAX_SHAPES = 128;

  private ShapeNode root;
  private final PlainNumber number = new PlainNumber();
  private final PlainRanges ranges = new PlainRanges();
  private final long[] values = new long[RecordOutline.MAX_SLOTS];
  private int count;
  private int behind;

  EventShapes() {
    clear();
  }

  /** Forgets all. */
  void clear() {
    root = new ShapeNode(new byte[0], ShapeNode.END, 0);
    count = 0;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Whether no more can be added. */
  boolean full() {
    return count == MAX_SHAPES;
  }

  /**
   * Looks whether the record at an index has a known shape.
   *
   * @param buffer is zero for {@link ByteWindow#PADDING} bytes behind what is to be read
   * @return the shape, for {@link #decode}, or null
   */
  EventShape find(byte[] buffer, int from) {
    ranges.clear();
    int slot = 0;
    int p = from;
    for (ShapeNode node = root.next(buffer, p); node != null; node = node.next(buffer, p)) {
      p += node.length;
      if (node.digits >= 0) {
        p = number.read(buffer, p, node.digits, node.limit);
        if (p < 0) {
          return null;
        }
        values[slot++] = number.value();
      } else if (node.digits == ShapeNode.END) {
        behind = p;
        return node.shape;
      } else {
        p = ranges.read(buffer, p);
        if (p < 0) {
          return null;
        }
        values[slot++] = ranges.count();
      }
    }
    return null;
  }

  /** The index behind the record that was found. */
  int behind() {
    return behind;
  }

  /** Makes an event of the record that was found. */
  void decode(EventShape shape, QlogEvent into) {
    shape.decode(into, values, ranges);
  }

  /**
   * Adds a shape.
   *
   * @param segments what stands before each of its slots, and behind the last one
   * @param digits by how many digits the number in each slot is shifted, or {@link
   *     ShapeNode#RANGES}
   * @param limits the largest integer part in each slot
   */
  void add(EventShape shape, byte[][] segments, int[] digits, long[] limits) {
    ShapeNode node = root;
    for (int i = 0; i < digits.length; i++) {
      node = node.add(segments[i], digits[i], limits[i]);
    }
    node = node.add(segments[digits.length], ShapeNode.END, 0);
    if (node.shape == null) {
      count++;
    }
    node.shape = shape;
  }
}
