package dev.moqlog.cli.start;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The program as it is installed, with its launcher script, made of what is under test. */
final class Installation {

  /** The Java that runs the tests. */
  static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private static final Path ROOT = Path.of(System.getProperty("moqlog.root"));

  /** What a run left behind. */
  record Result(int code, String out, String err) {}

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  private Installation(Path home) {
    this.home = home;
  }

  /** The script and an empty jar: for a Java that is none. */
  static Installation ofScript(Path home) throws IOException {
    Installation installation = new Installation(home);
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(ROOT.resolve("qlog-cli/bin/qlog-cli"), installation.script());
    Files.setPosixFilePermissions(
        installation.script(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(installation.jar());
    return installation;
  }

  /** Everything. */
  static Installation whole(Path home) throws IOException {
    Installation installation = ofScript(home);
    Files.delete(installation.jar());
    List<String> names = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(element);
      if (Files.isRegularFile(path)) {
        Files.copy(path, home.resolve("lib").resolve(path.getFileName()));
        names.add(path.getFileName().toString());
      } else if (element.endsWith("target/classes")
          && !element.endsWith("qlog-cli/target/classes")) {
        String name = path.getParent().getParent().getFileName() + ".jar";
        jar(path, home.resolve("lib").resolve(name), new Manifest());
        names.add(name);
      }
    }
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "dev.moqlog.cli.QlogCli");
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    jar(ROOT.resolve("qlog-cli/target/classes"), installation.jar(), manifest);
    Path samples = Files.createDirectories(home.resolve("samples"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("samples/qlog"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, samples.resolve(file.getParent().getFileName() + "-" + file.getFileName()));
      }
    }
    return installation;
  }

  private static void jar(Path classes, Path jar, Manifest manifest) throws IOException {
    manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
        out.closeEntry();
      }
    }
  }

  /** What users call. */
  Path script() {
    return home.resolve("bin/qlog-cli");
  }

  /** The jar of the program. */
  Path jar() {
    return home.resolve("lib/qlog-cli-1.0.jar");
  }

  /** A small log. */
  Path log() {
    return home.resolve("samples/707f1683c24ee6429f5151e361-client.qlog");
  }

  /** Sets a variable of the environment, in which there is nothing else but a path. */
  Installation with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Has a Java that only prints what it was called with, and ends with 7. */
  Installation withFakeJava(Path javaHome, String version) throws IOException {
    Files.createDirectories(javaHome.resolve("bin"));
    Path java = javaHome.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 7\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return with("JAVA_HOME", javaHome.toString());
  }

  /** Runs the script. */
  Result run(String... arguments) throws IOException, InterruptedException {
    return run(script(), arguments);
  }

  /** Runs the script by another name. */
  Result run(Path script, String... arguments) throws IOException, InterruptedException {
    return start(script, arguments).result();
  }

  /** A run that is under way. */
  record Run(Process process, Path out, Path err) {

    /** Waits for its end. */
    Result result() throws IOException, InterruptedException {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("the program did not end");
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    }
  }

  /** Starts the script. */
  Run start(Path script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new Run(process, out, err);
  }

  /** Runs the script with text on standard input. */
  Result runOn(Path input, String... arguments) throws IOException, InterruptedException {
    Path script = home.resolve("bin/from-file");
    Files.writeString(
        script,
        "#!/bin/sh\ninput=$1\nshift\nexec '" + script() + "' \"$@\" <\"$input\"\n",
        StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> all = new ArrayList<>(List.of(input.toString()));
    all.addAll(List.of(arguments));
    return run(script, all.toArray(String[]::new));
  }
}
