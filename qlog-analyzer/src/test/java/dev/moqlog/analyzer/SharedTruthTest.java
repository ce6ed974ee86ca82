package dev.moqlog.analyzer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The same as {@link GroundTruthTest} for captures that are kept outside this repository. */
class SharedTruthTest {

  /** Its JSON is not closed, so whoever made the table counted nothing in it. */
  private static final String WITHOUT_TRUTH = "public/kwik__kill9_server__server.qlog.gz";

  @TestFactory
  List<DynamicTest> numbersMatchWhatHappened() throws IOException {
    Path directory = Qlogs.shared().resolve("testdata");
    assumeTrue(Files.isDirectory(directory), "no captures at " + directory);
    return Truth.readTable(directory.resolve("truth.tsv")).stream()
        .filter(truth -> !truth.file().equals(WITHOUT_TRUTH))
        .map(truth -> DynamicTest.dynamicTest(truth.file(), () -> truth.check(directory)))
        .toList();
  }
}
