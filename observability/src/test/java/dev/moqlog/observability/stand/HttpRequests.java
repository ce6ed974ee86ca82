package dev.moqlog.observability.stand;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Requests without a body, as they come in on a connection. */
final class HttpRequests {

  private static final int MAX_LINE_BYTES = 8192;

  /** A request: its method, and its path with what follows. */
  record Request(String method, String target) {

    boolean isHead() {
      return method.equals("HEAD");
    }

    String path() {
      return target.split("\\?", 2)[0];
    }

    /** A number of the query; 0 if there is none. */
    long number(String name) {
      String[] parts = target.split("[?&]" + name + "=", 2);
      String value = parts.length < 2 ? "" : parts[1].split("[.&]", 2)[0];
      return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }
  }

  private final InputStream in;

  HttpRequests(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The next request, or null at the end. */
  Request next() throws IOException {
    String first = line();
    String header = first;
    while (header != null && !header.isEmpty()) {
      header = line();
    }
    String[] words = first == null ? new String[0] : first.split(" ");
    return words.length < 2 ? null : new Request(words[0], words[1]);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0 || line.length() > MAX_LINE_BYTES) {
        return null;
      }
      line.append((char) (next & 0x7f));
      next = in.read();
    }
    return line.toString().strip();
  }
}
