package dev.moqlog.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of the observability stack, for tests. */
final class StackFiles {

  /** Where they are. */
  static final Path DIRECTORY =
      Path.of(System.getProperty("moqlog.root", "..")).resolve("observability");

  private static final ObjectMapper TREES = new ObjectMapper();

  private StackFiles() {}

  static String text(String file) {
    try {
      return Files.readString(DIRECTORY.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A YAML file, with anchors and merged mappings put in, and without what tells Compose how to
   * merge it with another. A key that is there twice fails.
   */
  static JsonNode yaml(String file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    String text = text(file).replaceAll(": !override\\b", ":");
    return TREES.valueToTree(new Yaml(new SafeConstructor(options)).load(text));
  }

  /** The files below a directory whose name ends so, relative to {@link #DIRECTORY}. */
  static List<String> under(String directory, String ending) {
    try (Stream<Path> files = Files.walk(DIRECTORY.resolve(directory))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> DIRECTORY.relativize(file).toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of an array, or the values of an object. */
  static Stream<JsonNode> stream(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  /** All texts in a tree, keys not included. */
  static Stream<String> allTexts(JsonNode node) {
    return node.isValueNode()
        ? Stream.of(node.asText())
        : stream(node).flatMap(StackFiles::allTexts);
  }
}
