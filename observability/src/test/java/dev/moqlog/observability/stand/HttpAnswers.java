package dev.moqlog.observability.stand;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers to {@link HttpRequests}. */
final class HttpAnswers {

  private HttpAnswers() {}

  static void json(OutputStream out, String body) throws IOException {
    text(out, 200, body, false);
  }

  static void text(OutputStream out, int status, String body, boolean head) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String more = "Content-Type: application/json\r\nContent-Length: " + bytes.length;
    out.write(header(status, more));
    if (!head) {
      out.write(bytes);
    }
    out.flush();
  }

  /** An answer that ends when the client goes. Each write is a chunk. */
  static OutputStream stream(OutputStream out) throws IOException {
    out.write(
        header(
            200,
            "Content-Type: application/vnd.docker.multiplexed-stream\r\n"
                + "Transfer-Encoding: chunked"));
    out.flush();
    return new Chunks(out);
  }

  private static byte[] header(int status, String more) {
    String text = "HTTP/1.1 " + status + " -\r\nApi-Version: 1.52\r\n" + more + "\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static final class Chunks extends OutputStream {

    private final OutputStream out;

    Chunks(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, from, length);
      out.write(new byte[] {'\r', '\n'});
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
