package dev.moqlog.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.moqlog.cli.telemetry.Exposition;
import dev.moqlog.cli.telemetry.MetricSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/**
 * Serves {@code /metrics} (OpenMetrics with exemplars to whoever accepts it, else text) and {@code
 * /healthz}. GET and HEAD only, nothing of a request's body is read, and there are bounds to the
 * number of connections, the size of headers and the time a request may take.
 */
public final class MetricsServer implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int MAX_HEADERS = 50;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor;
  private final byte[] authorization;

  /**
   * How to protect the endpoint.
   *
   * @param token the bearer token that /metrics asks for; empty for none
   * @param tls the certificate to serve HTTPS with; empty for HTTP
   */
  public record Protection(Optional<String> token, Optional<SSLContext> tls) {

    /** None. */
    public static final Protection NONE = new Protection(Optional.empty(), Optional.empty());
  }

  /**
   * Starts serving.
   *
   * @param address where; port 0 takes a free one
   * @param series what /metrics shows
   * @param problem why /healthz says that something is wrong; empty if nothing is
   * @throws IOException if the address cannot be bound; the message says why
   */
  public static MetricsServer start(
      InetSocketAddress address,
      Protection protection,
      Supplier<List<MetricSeries>> series,
      Supplier<Optional<String>> problem)
      throws IOException {
    limit();
    HttpServer server;
    try {
      server = protection.tls.isPresent() ? https(address, protection.tls.get()) : http(address);
    } catch (BindException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    MetricsServer metrics = new MetricsServer(server, protection.token);
    server.createContext("/metrics", metrics.protectedHandler(metrics.new Metrics(series)));
    server.createContext("/healthz", new Health(problem));
    server.createContext("/", exchange -> answer(exchange, 404, TEXT, "See /metrics\n"));
    server.start();
    return metrics;
  }

  private MetricsServer(HttpServer server, Optional<String> token) {
    this.server = server;
    this.authorization =
        token.map(text -> ("Bearer " + text).getBytes(StandardCharsets.ISO_8859_1)).orElse(null);
    this.executor =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "qlog-metrics");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
  }

  private static HttpServer http(InetSocketAddress address) throws IOException {
    return HttpServer.create(address, 0);
  }

  private static HttpServer https(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  /** The JDK's server reads its bounds when its first instance is made. */
  private static void limit() {
    setUnlessSet("jdk.httpserver.maxConnections", "64");
    setUnlessSet("sun.net.httpserver.maxReqHeaderSize", "16384");
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    setUnlessSet("sun.net.httpserver.maxRspTime", "30");
    setUnlessSet("sun.net.httpserver.idleInterval", "90");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Where it serves. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private HttpHandler protectedHandler(HttpHandler handler) {
    if (authorization == null) {
      return handler;
    }
    return exchange -> {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      byte[] bytes = given == null ? new byte[0] : given.getBytes(StandardCharsets.ISO_8859_1);
      if (MessageDigest.isEqual(bytes, authorization)) {
        handler.handle(exchange);
      } else {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        answer(exchange, 401, TEXT, "A bearer token is needed.\n");
      }
    };
  }

  /** Shows the metrics. */
  private final class Metrics implements HttpHandler {

    private final Supplier<List<MetricSeries>> series;

    private Metrics(Supplier<List<MetricSeries>> series) {
      this.series = series;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        answer(exchange, 404, TEXT, "See /metrics\n");
        return;
      }
      Exposition format = Exposition.of(exchange.getRequestHeaders().getFirst("Accept"));
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      format.write(series.get(), body);
      answer(exchange, 200, format.contentType(), body.toByteArray());
    }
  }

  /** Says whether all is well. */
  private record Health(Supplier<Optional<String>> problem) implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      Optional<String> wrong = problem.get();
      answer(exchange, wrong.isPresent() ? 503 : 200, TEXT, wrong.orElse("ok") + '\n');
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    answer(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      if (exchange.getRequestHeaders().size() > MAX_HEADERS) {
        exchange.sendResponseHeaders(431, -1);
        return;
      }
      String method = exchange.getRequestMethod();
      boolean head = method.equals("HEAD");
      if (!head && !method.equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      byte[] sent = body;
      if (acceptsGzip(exchange)) {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        sent = gzip(body);
      }
      exchange.sendResponseHeaders(status, head ? -1 : sent.length);
      if (!head) {
        exchange.getResponseBody().write(sent);
      }
    }
  }

  private static boolean acceptsGzip(HttpExchange exchange) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (accepted == null) {
      return false;
    }
    for (String coding : accepted.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = coding.split(";");
      if (parts[0].strip().equals("gzip")) {
        return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }
}
