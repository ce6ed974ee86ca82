package dev.moqlog.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A file with a bearer token (RFC 6750), so that none is on a command line. */
final class TokenFile {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final int MAX_BYTES = 8192;

  private TokenFile() {}

  /**
   * The token in a file, without white space around it.
   *
   * @throws IOException if the file cannot be read, or has no token in it
   */
  static String read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("cannot read the token file " + file);
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("the token file " + file + " is too large for a token");
    }
    String token = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    if (!TOKEN.matcher(token).matches()) {
      throw new IOException(
          "the token file " + file + " has no token in it: letters, digits and ._~+/- only");
    }
    return token;
  }
}
