package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch by a user who may not read all that it should count. */
class UnreadableDirectoryTest {

  @TempDir Path directory;

  private Path root;
  private Process watch;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(directory.resolve("qlog"));
  }

  @AfterEach
  void end() throws Exception {
    watch.destroyForcibly().waitFor();
    mode(root, "rwx------");
    for (String name : List.of("a", "b")) {
      if (Files.exists(root.resolve(name))) {
        mode(root.resolve(name), "rwx------");
      }
    }
  }

  @Test
  @Timeout(60)
  void aDirectoryThatCannotBeListedIsToldAndIsNotHealthy() throws Exception {
    mode(root, "---------");
    try (BufferedReader errors = start()) {
      URI metrics = served(errors);
      assertThat(errors.readLine()).startsWith("qlog-cli: cannot read " + root + ": permission");
      HttpResponse<String> health = get(metrics.resolve("/healthz"));
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("cannot read " + root);
      assertThat(get(metrics).body())
          .contains("moq_qlog_watch_unreadable_paths 1.0", "moq_qlog_last_run_success 0.0");
    }
  }

  @Test
  @Timeout(60)
  void directoriesBelowThatCannotBeListedAreToldOnceAndCounted() throws Exception {
    for (String name : List.of("a", "b")) {
      mode(Files.createDirectory(root.resolve(name)), "---------");
    }
    try (BufferedReader errors = start()) {
      URI metrics = served(errors);
      assertThat(errors.readLine())
          .startsWith("qlog-cli: cannot read " + root)
          .contains("permission denied; let user ")
          .endsWith(" (one of 2)");
      assertThat(get(metrics.resolve("/healthz")).statusCode()).isEqualTo(200);
      assertThat(get(metrics).body())
          .contains("moq_qlog_watch_unreadable_paths 2.0", "moq_qlog_last_run_success 1.0");
      // By its handle, since the process itself would close the stream before it was read.
      watch.toHandle().destroy();
      assertThat(watch.waitFor()).isZero();
      assertThat(errors.readLine()).isNull();
    }
  }

  @Test
  @Timeout(60)
  void aStateOfSomebodyElseIsToldToBeOne() throws Exception {
    Path state = Files.writeString(directory.resolve("state.mv"), "of another user");
    mode(state, "---------");
    try (BufferedReader errors = start()) {
      assertThat(errors.readLine())
          .startsWith("qlog-cli: " + state + " cannot be used: permission denied; choose another")
          .endsWith(" read and write it");
      assertThat(watch.waitFor()).isEqualTo(ExitCode.FAILED);
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private BufferedReader start() throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // The mode of a file means nothing to root but for these.
      command.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            QlogCli.class.getName(),
            "watch",
            root.toString(),
            "--listen=127.0.0.1:0",
            "--show=none",
            "--interval=0.1",
            "--state=" + directory.resolve("state.mv")));
    watch = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return watch.errorReader(StandardCharsets.UTF_8);
  }

  private static URI served(BufferedReader errors) throws IOException {
    String line = errors.readLine();
    assertThat(line).startsWith("serving http");
    return URI.create(line.substring("serving ".length()));
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
