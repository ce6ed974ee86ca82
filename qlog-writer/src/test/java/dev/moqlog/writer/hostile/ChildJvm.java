package dev.moqlog.writer.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with a main class of the tests, which may be killed, and what it prints. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private ChildJvm(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of a child");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one that has the class path of this one. */
  static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return new ChildJvm(builder(command(main, arguments)).start());
  }

  /**
   * Starts one under limits.
   *
   * @param limits commands of the shell, such as {@code ulimit -n 64}
   */
  static ChildJvm startUnder(String limits, Class<?> main, Object... arguments) throws IOException {
    List<String> shell = new ArrayList<>(List.of("sh", "-c", limits + " && exec \"$@\"", "sh"));
    shell.addAll(command(main, arguments));
    return new ChildJvm(builder(shell).start());
  }

  private static ProcessBuilder builder(List<String> command) {
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static List<String> command(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add(e.toString());
    } finally {
      synchronized (lines) {
        ended = true;
        lines.notifyAll();
      }
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }

  /** Waits for the first line that begins so, and returns the rest of it. */
  String await(String prefix) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    synchronized (lines) {
      for (int seen = 0; ; ) {
        while (seen < lines.size()) {
          String line = lines.get(seen++);
          if (line.startsWith(prefix)) {
            return line.substring(prefix.length()).strip();
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || left <= 0) {
          throw new IllegalStateException(
              "the child never said \"" + prefix + "\", but: " + String.join("\n", lines));
        }
        lines.wait(left);
      }
    }
  }

  /** All lines so far, or all at all once it has ended. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Lets it run for a while; false if it ends by itself. */
  boolean runsFor(long millis) throws InterruptedException {
    return !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Sends it SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Sends it SIGKILL and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Waits for its end, and returns its exit status. */
  int waitFor() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not end: " + String.join("\n", lines()));
    }
    reader.join(TimeUnit.SECONDS.toMillis(5));
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
