package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(new ByteArrayOutputStream(), err, true, true, true, 100, true);
  private long nanos;

  @Test
  void staysAwayFromWorkOfLessThanASecond() {
    ProgressBar bar = new ProgressBar(terminal, () -> nanos);
    bar.found(1, 1000);
    nanos = 999_999_999;
    bar.read(1000);
    bar.close();

    assertThat(text()).isEmpty();
  }

  @Test
  void showsTheShareReadAndIsGoneAtTheEnd() {
    ProgressBar bar = new ProgressBar(terminal, () -> nanos);
    bar.found(1, 4_000_000);
    nanos = 2_000_000_000;
    bar.read(1_000_000);

    assertThat(text()).contains(" 25 %").contains("[=======");
    bar.close();
    assertThat(text().substring(text().lastIndexOf("\r   "))).isBlank();
    nanos = 9_000_000_000L;
    String shown = text();
    bar.read(1_000_000);
    assertThat(text()).isEqualTo(shown);
  }

  @Test
  void isNotDrawnMoreThanTenTimesASecond() {
    ProgressBar bar = new ProgressBar(terminal, () -> nanos);
    bar.found(1, 0);
    for (nanos = 0; nanos < 2_000_000_000; nanos += 1_000_000) {
      bar.read(1);
    }

    assertThat(text().chars().filter(c -> c == '\r').count()).isEqualTo(10);
  }

  @Test
  void makesRoomForAMessage() {
    ProgressBar bar = new ProgressBar(terminal, () -> nanos);
    bar.found(1, 4_000_000);
    nanos = 2_000_000_000;
    bar.read(1_000_000);
    terminal.error("a.qlog: damaged");

    assertThat(text()).endsWith(" \rqlog-cli: a.qlog: damaged" + System.lineSeparator());
  }

  private String text() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
