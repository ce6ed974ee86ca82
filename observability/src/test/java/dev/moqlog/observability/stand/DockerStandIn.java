package dev.moqlog.observability.stand;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that answers what log collectors ask of Docker, at a Unix socket. Each argument after
 * the socket is a file, and so a container: of the service that the file is called by, and printing
 * the file's lines, also those that are added. It prints what it is asked, and runs until it is
 * killed or its parent has ended.
 */
public final class DockerStandIn {

  private static final Pattern ASKED =
      Pattern.compile("/(?:v[0-9.]+/)?containers/([^/]+)/(json|logs)");

  private final Map<String, StandInContainer> containers = new TreeMap<>();

  private DockerStandIn(List<Path> files) {
    for (Path file : files) {
      StandInContainer container = new StandInContainer(file);
      containers.put(container.id(), container);
    }
  }

  /** Takes the path of the socket, and the files. */
  public static void main(String[] arguments) throws Exception {
    List<Path> files = List.of(arguments).stream().skip(1).map(Path::of).toList();
    DockerStandIn docker = new DockerStandIn(files);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(arguments[0]));
      Thread acceptor = new Thread(() -> docker.accept(server), "accept");
      acceptor.setDaemon(true);
      acceptor.start();
      System.out.println("ready");
      while (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L) != 1) {
        Thread.sleep(1000);
      }
    }
  }

  private void accept(ServerSocketChannel server) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread thread = new Thread(() -> serve(client), "client");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      System.err.println("DockerStandIn: " + e);
    }
  }

  /** Answers one request after the other, until the client leaves. */
  private void serve(SocketChannel client) {
    try (client) {
      HttpRequests requests = new HttpRequests(Channels.newInputStream(client));
      OutputStream out = Channels.newOutputStream(client);
      HttpRequests.Request request = requests.next();
      while (request != null) {
        System.out.println(request.method() + " " + request.target());
        answer(request, out);
        request = requests.next();
      }
    } catch (IOException e) {
      // The client is gone, as one that follows a log goes.
    }
  }

  private void answer(HttpRequests.Request request, OutputStream out) throws IOException {
    String path = request.path();
    Matcher one = ASKED.matcher(path);
    if (path.endsWith("/_ping")) {
      HttpAnswers.text(out, 200, "OK", request.isHead());
    } else if (path.endsWith("/version")) {
      HttpAnswers.json(out, "{\"Version\": \"29.0.0\", \"ApiVersion\": \"1.52\"}");
    } else if (path.endsWith("/containers/json")) {
      HttpAnswers.json(
          out,
          containers.values().stream()
              .map(StandInContainer::listed)
              .collect(Collectors.joining(",", "[", "]")));
    } else if (path.endsWith("/networks")) {
      HttpAnswers.json(out, "[" + StandInContainer.NETWORK + "]");
    } else if (one.matches() && containers.containsKey(one.group(1))) {
      StandInContainer container = containers.get(one.group(1));
      if (one.group(2).equals("json")) {
        HttpAnswers.json(out, container.inspected());
      } else {
        container.follow(HttpAnswers.stream(out), request.number("since"));
      }
    } else {
      HttpAnswers.text(out, 404, "{\"message\": \"not here\"}", request.isHead());
    }
  }
}
