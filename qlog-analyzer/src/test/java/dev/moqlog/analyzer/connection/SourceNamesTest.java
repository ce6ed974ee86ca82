package dev.moqlog.analyzer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceNamesTest {

  @ParameterizedTest
  @CsvSource({
    "a1b2.sqlog,a1b2",
    "logs/a1b2.qlog.gz,a1b2",
    "logs\\a1b2.QLOG,a1b2",
    "logs/a1b2_client.sqlog.zst,a1b2_client",
    "logs/a1b2/trace.json,a1b2",
    "logs/a1b2/trace.sqlog.gz,a1b2",
    "logs/a1b2/trace-1.sqlog,a1b2",
    "logs/a1b2/tracer.sqlog,tracer",
    "trace.json,trace",
    "/trace.json,trace",
    "logs.zip!/a1b2/trace.json,a1b2",
    "./trace.json,trace",
    "a.b.c,a.b.c",
    "-,-",
    ".qlog,.qlog"
  })
  void aConnectionIsCalledAfterItsDirectoryOrFile(String source, String id) {
    assertThat(SourceNames.connectionId(source)).isEqualTo(id);
  }
}
