package dev.moqlog.observability.stand;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that answers what log collectors ask of Docker, at a port of this machine. Each
 * argument after the port is a file, and so a container: of the service that the file is called by,
 * and printing the file's lines, also those that are added. It runs until it is killed or its
 * parent has ended.
 */
public final class DockerStandIn {

  private static final Pattern ASKED =
      Pattern.compile("/(?:v[0-9.]+/)?containers/([^/]+)/(json|logs)");
  private static final Pattern SINCE = Pattern.compile("(?:^|&)since=([0-9]{1,18})");

  private final Map<String, StandInContainer> containers = new TreeMap<>();

  private DockerStandIn(List<Path> files) {
    for (Path file : files) {
      StandInContainer container = new StandInContainer(file);
      containers.put(container.id(), container);
    }
  }

  /** Takes the port, and the files. */
  public static void main(String[] arguments) throws Exception {
    DockerStandIn docker =
        new DockerStandIn(List.of(arguments).stream().skip(1).map(Path::of).toList());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    HttpServer server = HttpServer.create(address, 0);
    // Who follows a log keeps its thread.
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", docker::answer);
    server.start();
    ProcessHandle.current().parent().orElseThrow().onExit().join();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher one = ASKED.matcher(path);
      if (path.endsWith("/_ping")) {
        answer(exchange, 200, "OK");
      } else if (path.endsWith("/version")) {
        answer(exchange, 200, "{\"Version\": \"29.0.0\", \"ApiVersion\": \"1.52\"}");
      } else if (path.endsWith("/containers/json")) {
        answer(
            exchange,
            200,
            containers.values().stream()
                .map(StandInContainer::listed)
                .collect(Collectors.joining(",", "[", "]")));
      } else if (path.endsWith("/networks")) {
        answer(exchange, 200, "[" + StandInContainer.NETWORK + "]");
      } else if (one.matches() && containers.containsKey(one.group(1))) {
        answer(exchange, containers.get(one.group(1)), one.group(2));
      } else {
        answer(exchange, 404, "{\"message\": \"not here\"}");
      }
    }
  }

  private void answer(HttpExchange exchange, StandInContainer container, String what)
      throws IOException {
    if (what.equals("json")) {
      answer(exchange, 200, container.inspected());
      return;
    }
    String query = exchange.getRequestURI().getQuery();
    Matcher since = SINCE.matcher(query == null ? "" : query);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.docker.multiplexed-stream");
    exchange.sendResponseHeaders(200, 0);
    container.follow(exchange.getResponseBody(), since.find() ? Long.parseLong(since.group(1)) : 0);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Api-Version", "1.52");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
