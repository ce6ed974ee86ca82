package dev.moqlog.cli.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate and key of an HTTPS endpoint, from a PKCS #12 file. */
public final class TlsKeys {

  private TlsKeys() {}

  /**
   * Reads a key store.
   *
   * @param password is cleared
   * @throws IOException if it cannot be read, or not with this password; the message says so
   */
  public static SSLContext read(Path file, char[] password) throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance(file.toFile(), password);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
      throw new IOException("cannot use the key store " + file + ": " + e.getMessage(), e);
    } finally {
      Arrays.fill(password, ' ');
    }
  }
}
