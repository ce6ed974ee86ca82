package dev.moqlog.writer.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {

  @TempDir private Path root;

  private static long[] numbers(ChildJvm child) throws InterruptedException {
    return Arrays.stream(child.await("numbers").split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private static List<Long> range(long to) {
    return LongStream.range(0, to).boxed().toList();
  }

  private List<String> warnings(ChildJvm child) {
    return child.lines().stream().filter(line -> line.startsWith("WARNING: qlog:")).toList();
  }

  @Test
  void aFileThatMayNotGrowEndsWithoutATearAndTheOthersGoOn() throws Exception {
    try (ChildJvm child = ChildJvm.startUnder("ulimit -f 256", LimitedChild.class, root, "size")) {
      assertThat(child.waitFor()).as(String.join("\n", child.lines())).isZero();
      long[] numbers = numbers(child);
      assertThat(numbers[1] + numbers[2]).as("written and dropped").isEqualTo(numbers[0]);
      assertThat(numbers[3]).as("failures").isPositive();
      Path large = root.resolve("large/trace.json");
      List<Long> written = TraceReader.numbers(large);
      assertThat(written).hasSizeGreaterThan(100).isEqualTo(range(written.size()));
      assertThat(written).hasSize((int) numbers[1] - 100);
      assertThat(TraceReader.numbers(root.resolve("small/trace.json"))).isEqualTo(range(100));
      assertThat(warnings(child).stream().filter(line -> line.contains("cannot write")))
          .singleElement()
          .asString()
          .contains(large.toString(), "File too large");
    }
  }

  @Test
  void tooFewFileDescriptorsDelayTracesButLoseNone() throws Exception {
    try (ChildJvm child = ChildJvm.startUnder("ulimit -n 64", LimitedChild.class, root, "files")) {
      assertThat(child.waitFor()).as(String.join("\n", child.lines())).isZero();
      long[] numbers = numbers(child);
      assertThat(numbers[1]).as("written").isEqualTo(numbers[0]);
      assertThat(numbers[2]).as("dropped").isZero();
      assertThat(numbers[3]).as("failures").isPositive();
      assertThat(TraceReader.numbers(root.resolve("unlucky/trace.json"))).isEqualTo(range(100));
      for (int i = 0; i < LimitedChild.TRACES; i++) {
        assertThat(TraceReader.numbers(root.resolve("conn-" + i).resolve("trace.json")))
            .isEqualTo(range(LimitedChild.ROUNDS * LimitedChild.EVENTS));
      }
      assertThat(TraceReader.files(root)).hasSize(LimitedChild.TRACES + 2);
      assertThat(warnings(child))
          .singleElement()
          .asString()
          .contains(root.toString(), "Too many open files");
    }
  }
}
