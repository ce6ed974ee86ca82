package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentPageTest {

  @Test
  void theReadmeListsEveryVariableAsItIs() throws IOException {
    List<String> rows = new ArrayList<>();
    for (EnvironmentVariable variable : EnvironmentVariable.values()) {
      String value = variable.defaultValue().isEmpty() ? "" : '`' + variable.defaultValue() + '`';
      rows.add(
          "| `" + variable.variableName() + "` | " + value + " | " + variable.meaning() + " |");
    }
    String readme = Files.readString(Path.of(System.getProperty("moqlog.root"), "README.md"));
    assertThat(readme.lines().filter(line -> line.startsWith("| `MOQ_QLOG_")))
        .containsExactlyElementsOf(rows);
  }
}
