package dev.moqlog.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventReferenceTest {

  private static final Path PAGE = Path.of(System.getProperty("moqlog.root"), "docs", "events.md");

  /**
   * After a change of the catalogue, {@code ./mvnw -pl qlog-writer test -Dtest=EventReferenceTest
   * -Dmoqlog.update=true} writes the page anew.
   */
  @Test
  void thePageOfEventsIsTheCatalogue() throws IOException {
    String page = EventReference.page();
    if (Boolean.getBoolean("moqlog.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }
}
