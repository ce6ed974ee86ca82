package dev.moqlog.cli;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** An OTLP endpoint by HTTP that decodes what it takes. Safe for all threads. */
public final class OtlpReceiver implements AutoCloseable {

  /** What a request is answered. */
  public record Answer(int status, byte[] body) {

    /** All is taken. */
    public static final Answer TAKEN = new Answer(200, new byte[0]);
  }

  /** Decides about requests. */
  public interface Answers {
    /**
     * The answer.
     *
     * @param path of the signal
     * @param earlier how many requests to that path there were before
     */
    Answer to(String path, int earlier);
  }

  /** The headers of one request. */
  public record Request(String path, Map<String, String> headers) {}

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Answers answers;
  private final Map<String, Integer> counts = new HashMap<>();
  public final List<Request> requests = new CopyOnWriteArrayList<>();
  public final List<Span> spans = new CopyOnWriteArrayList<>();
  public final List<LogRecord> logs = new CopyOnWriteArrayList<>();
  public final List<Metric> metrics = new CopyOnWriteArrayList<>();
  public final List<Resource> resources = new CopyOnWriteArrayList<>();

  /** Takes everything. */
  public OtlpReceiver() throws IOException {
    this((path, earlier) -> Answer.TAKEN);
  }

  /**
   * @param answers decide what is taken
   */
  public OtlpReceiver(Answers answers) throws IOException {
    this.answers = answers;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Its URL without a path. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
      requests.add(new Request(path, headers));
      byte[] body;
      try (InputStream in =
          "gzip".equals(headers.get("content-encoding"))
              ? new GZIPInputStream(exchange.getRequestBody())
              : exchange.getRequestBody()) {
        body = in.readAllBytes();
      }
      int earlier;
      synchronized (counts) {
        earlier = counts.merge(path, 1, Integer::sum) - 1;
      }
      Answer answer = answers.to(path, earlier);
      if (answer.status() == 200) {
        take(path, body);
      }
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  /** Takes a message by its path. */
  void take(String path, byte[] body) {
    try {
      if (path.endsWith("/v1/traces") || path.contains("TraceService")) {
        ExportTraceServiceRequest.parseFrom(body)
            .getResourceSpansList()
            .forEach(
                all -> {
                  resources.add(all.getResource());
                  all.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
                });
      } else if (path.endsWith("/v1/logs") || path.contains("LogsService")) {
        ExportLogsServiceRequest.parseFrom(body)
            .getResourceLogsList()
            .forEach(
                all ->
                    all.getScopeLogsList()
                        .forEach(scope -> logs.addAll(scope.getLogRecordsList())));
      } else {
        ExportMetricsServiceRequest.parseFrom(body)
            .getResourceMetricsList()
            .forEach(
                all ->
                    all.getScopeMetricsList()
                        .forEach(scope -> metrics.addAll(scope.getMetricsList())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Exports to here. */
  Cli.Result export(String... more) {
    List<String> line = new ArrayList<>(List.of("export", "otlp", "--endpoint", url()));
    line.addAll(List.of(more));
    return Cli.run(line.toArray(String[]::new));
  }

  /** The ids of the spans. */
  Set<String> ids() {
    return spans.stream()
        .map(span -> hex(span.getTraceId()) + hex(span.getSpanId()))
        .collect(Collectors.toSet());
  }

  /** The spans of connections whose log tells the time of day. */
  Set<Span> timed() {
    return spans.stream()
        .filter(span -> map(span.getAttributesList()).get("qlog.time_known").equals(Boolean.TRUE))
        .collect(Collectors.toSet());
  }

  /** The metric of a name. */
  Metric metric(String name) {
    return metrics.stream().filter(one -> one.getName().equals(name)).findFirst().orElseThrow();
  }

  /** Attributes as Java has them. */
  static Map<String, Object> map(List<KeyValue> attributes) {
    Map<String, Object> map = new HashMap<>();
    attributes.forEach(one -> map.put(one.getKey(), value(one.getValue())));
    return map;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE -> {
        List<Object> all = new ArrayList<>();
        value.getArrayValue().getValuesList().forEach(one -> all.add(value(one)));
        yield all;
      }
      default -> throw new AssertionError(value);
    };
  }

  /** An id in hexadecimal digits. */
  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
