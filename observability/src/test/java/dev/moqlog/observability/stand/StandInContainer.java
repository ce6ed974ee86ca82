package dev.moqlog.observability.stand;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A container that prints the lines of a file. */
final class StandInContainer {

  /** The network that all are in, as Docker tells it. */
  static final String NETWORK =
      "{\"Id\": \"net1\", \"Name\": \"observability_default\", \"Scope\": \"local\","
          + " \"Internal\": false, \"Ingress\": false, \"Labels\": {}}";

  private static final int FRAME_BYTES = 16384;
  private static final int POLL_MILLIS = 100;

  private record Line(Instant printed, byte[] text) {}

  private final Path file;
  private final String service;
  private final String id;
  private final List<Line> lines = new ArrayList<>();

  StandInContainer(Path file) {
    this.file = file;
    this.service = file.getFileName().toString().replaceFirst("\\.log$", "");
    String name = UUID.nameUUIDFromBytes(service.getBytes(StandardCharsets.UTF_8)).toString();
    this.id = name.replace("-", "").repeat(2);
  }

  String id() {
    return id;
  }

  /**
   * What the list of containers tells. Two ports make two targets of it for who looks for metrics,
   * and must not make every line two.
   */
  String listed() {
    return ("{'Id': '%s', 'Names': ['/observability-%s-1'], 'Image': '%s', 'State': 'running',"
            + " 'Status': 'Up', 'Labels': {'com.docker.compose.service': '%s',"
            + " 'com.docker.compose.project': 'observability'},"
            + " 'Ports': [{'PrivatePort': 4317, 'PublicPort': 4317, 'IP': '127.0.0.1', 'Type':"
            + " 'tcp'}, {'PrivatePort': 4318, 'Type': 'tcp'}],"
            + " 'HostConfig': {'NetworkMode': 'observability_default'},"
            + " 'NetworkSettings': {'Networks': {'observability_default':"
            + " {'NetworkID': 'net1', 'IPAddress': '172.18.0.2'}}}}")
        .replace('\'', '"')
        .formatted(id, service, service, service);
  }

  /** What is told of it alone. */
  String inspected() {
    return ("{'Id': '%s', 'Name': '/observability-%s-1', 'State': {'Status': 'running', 'Running':"
            + " true, 'StartedAt': '2026-01-01T00:00:00Z', 'FinishedAt': '0001-01-01T00:00:00Z'},"
            + " 'Config': {'Tty': false}}")
        .replace('\'', '"')
        .formatted(id, service);
  }

  /** Writes lines as they are printed, from those of a second on, until the reader is gone. */
  void follow(OutputStream out, long sinceSeconds) throws IOException {
    int next = 0;
    try {
      while (true) {
        for (Line line : linesFrom(next)) {
          if (line.printed().getEpochSecond() >= sinceSeconds) {
            write(out, line);
          }
          next++;
        }
        out.flush();
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line keeps the time at which it was first seen. */
  private synchronized List<Line> linesFrom(int next) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    String[] whole = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
    for (int i = lines.size(); i < whole.length && !text.isEmpty(); i++) {
      lines.add(new Line(Instant.now(), (whole[i] + "\n").getBytes(StandardCharsets.UTF_8)));
    }
    return List.copyOf(lines.subList(next, lines.size()));
  }

  /** Frames as Docker makes them: long lines in pieces, each with the time before it. */
  private static void write(OutputStream out, Line line) throws IOException {
    byte[] time = (line.printed() + " ").getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < line.text().length; from += FRAME_BYTES) {
      int length = Math.min(FRAME_BYTES, line.text().length - from);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(new byte[] {1, 0, 0, 0});
      frame.write(ByteBuffer.allocate(4).putInt(time.length + length).array());
      frame.write(time);
      frame.write(line.text(), from, length);
      out.write(frame.toByteArray());
    }
  }
}
