package dev.moqlog.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.cli.serve.MetricsServer.Protection;
import dev.moqlog.cli.telemetry.MetricTable;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {

  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String OPENMETRICS =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private final MetricTable table = new MetricTable(InstantSource.fixed(Instant.EPOCH));
  private final AtomicReference<String> problem = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private MetricsServer server;

  @TempDir Path directory;

  @BeforeEach
  void start() throws IOException {
    table.add(TelemetryMetric.SOURCES, Attributes.empty(), 7, Context.root());
    server = start(Protection.NONE);
  }

  private MetricsServer start(Protection protection) throws IOException {
    return MetricsServer.start(
        LOOPBACK, protection, table::series, () -> Optional.ofNullable(problem.get()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.address().getPort() + path));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void showsOpenMetricsToWhoeverAcceptsItAndTextToOthers() throws Exception {
    HttpResponse<String> open = get("/metrics", "Accept", OPENMETRICS);
    HttpResponse<String> text = get("/metrics");

    assertThat(open.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(open.body()).contains("moq_qlog_sources_total 7.0\n").endsWith("# EOF\n");
    assertThat(text.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(text.body()).contains("moq_qlog_sources_total 7.0\n").doesNotContain("# EOF");
  }

  @Test
  void compressesForWhoeverAcceptsIt() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            request("/metrics").header("Accept-Encoding", "br, gzip;q=0.5").build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("sources_total 7");
    }
    assertThat(get("/metrics", "Accept-Encoding", "gzip;q=0").body()).contains("sources_total 7");
  }

  @Test
  void answersGetAndHeadOnly() throws Exception {
    HttpResponse<String> head =
        client.send(
            request("/metrics").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    HttpResponse<String> post =
        client.send(
            request("/metrics").POST(HttpRequest.BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofString());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void knowsNoOtherPaths() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
    assertThat(get("/metricsandmore").statusCode()).isEqualTo(404);
    assertThat(get("/../etc/passwd").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsWhetherAllIsWell() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);

    problem.set("the directory is not there");

    HttpResponse<String> answer = get("/healthz");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("the directory is not there\n");
  }

  @Test
  void asksForTheToken() throws Exception {
    server.close();
    server = start(new Protection(Optional.of("s3cret"), Optional.empty()));

    assertThat(get("/metrics").statusCode()).isEqualTo(401);
    assertThat(get("/metrics").headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(get("/metrics", "Authorization", "Bearer s3cre").statusCode()).isEqualTo(401);
    assertThat(get("/metrics", "Authorization", "Bearer s3cret").statusCode()).isEqualTo(200);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void servesHttps() throws Exception {
    Path keys = directory.resolve("keys.p12");
    keytool(keys);
    server.close();
    server =
        start(
            new Protection(
                Optional.empty(), Optional.of(TlsKeys.read(keys, "changeit".toCharArray()))));

    HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(keys)).build();
    HttpResponse<String> answer =
        trusting.send(
            HttpRequest.newBuilder(
                    URI.create("https://localhost:" + server.address().getPort() + "/metrics"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.body()).contains("sources_total 7");
  }

  @Test
  void saysWhyAKeyStoreCannotBeUsed() throws Exception {
    Path keys = directory.resolve("keys.p12");
    keytool(keys);

    assertThatThrownBy(() -> TlsKeys.read(keys, "wrong".toCharArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot use the key store " + keys);
    assertThatThrownBy(() -> TlsKeys.read(directory.resolve("none"), "x".toCharArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot use the key store");
  }

  private static void keytool(Path keys) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-alias",
                "key")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static SSLContext trusting(Path keys) throws Exception {
    KeyStore pairs = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("key", pairs.getCertificate("key"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void takesNoRequestWithEndlessHeaders() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      StringBuilder text = new StringBuilder("GET /metrics HTTP/1.1\r\nHost: a\r\n");
      for (int i = 0; i < 100; i++) {
        text.append("X-").append(i).append(": y\r\n");
      }
      text.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 431 ");
    }
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void saysThatAPortIsTaken() {
    assertThatThrownBy(
            () ->
                MetricsServer.start(
                    server.address(), Protection.NONE, table::series, Optional::empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on")
        .hasMessageContaining(Integer.toString(server.address().getPort()));
  }
}
