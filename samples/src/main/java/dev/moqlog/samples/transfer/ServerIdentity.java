package dev.moqlog.samples.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A new key of a server, with a certificate that it has signed itself.
 *
 * @param keyStore holds the key and the certificate
 * @param alias the name of the key
 * @param password opens the key
 */
public record ServerIdentity(KeyStore keyStore, String alias, String password) {
  private static final String ALIAS = "server";
  private static final long KEYTOOL_SECONDS = 60;

  /**
   * Makes a key, which exists in memory only when this returns. It is made by the {@code keytool}
   * of the running Java, as the platform has no interface that signs certificates.
   *
   * @throws IOException if that program fails
   */
  public static ServerIdentity create() throws IOException {
    String password = UUID.randomUUID().toString();
    Path directory = Files.createTempDirectory("server-identity");
    Path file = directory.resolve("server.p12");
    Path output = directory.resolve("keytool.txt");
    try {
      runKeytool(file, password, output);
      KeyStore keyStore = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keyStore.load(in, password.toCharArray());
      }
      return new ServerIdentity(keyStore, ALIAS, password);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read the key store made by keytool", e);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(output);
      Files.deleteIfExists(directory);
    }
  }

  private static void runKeytool(Path keyStore, String password, Path output) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    ProcessBuilder builder =
        new ProcessBuilder(
            keytool.toString(),
            "-genkeypair",
            "-keystore",
            keyStore.toString(),
            "-storetype",
            "PKCS12",
            "-storepass:env",
            "STORE_PASSWORD",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=DNS:localhost,IP:127.0.0.1",
            "-validity",
            "1");
    builder.environment().put("STORE_PASSWORD", password);
    // A file, not a pipe: nobody has to read it while the program runs.
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(keytool + " took longer than " + KEYTOOL_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + keytool, e);
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      String text = new String(Files.readAllBytes(output), Charset.defaultCharset());
      throw new IOException(keytool + " failed: " + text.strip());
    }
  }

  /**
   * A key store for clients, with the certificate as the only one to trust.
   *
   * @throws IOException if this Java has no such key stores
   */
  public KeyStore trustStore() throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(alias, keyStore.getCertificate(alias));
      return trusted;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot make a key store with the certificate", e);
    }
  }

  /** The password as the key store wants it. */
  public char[] passwordChars() {
    return password.toCharArray();
  }
}
