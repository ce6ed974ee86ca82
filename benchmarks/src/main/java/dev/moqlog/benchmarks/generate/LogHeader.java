package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * What stands around events: the file's header, or a trace without its events.
 *
 * @param ranges from, to, from, to...: the stretches of the log that make an object
 */
record LogHeader(int... ranges) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** As it is in a variant. */
  ObjectNode of(OriginalLog log, Variation variation) throws IOException {
    Bytes text = new Bytes();
    for (int i = 0; i < ranges.length; i += 2) {
      variation.render(log, ranges[i], ranges[i + 1], text);
    }
    return (ObjectNode) JSON.readTree(text.toArray());
  }

  static byte[] bytes(ObjectNode header) throws IOException {
    return JSON.writeValueAsBytes(header);
  }
}
