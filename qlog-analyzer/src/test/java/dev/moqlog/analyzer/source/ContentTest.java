package dev.moqlog.analyzer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

  private static final byte[] BYTES = new byte[200_000];

  static {
    new Random(11).nextBytes(BYTES);
  }

  private static byte[] from(int offset) {
    return Arrays.copyOfRange(BYTES, offset, BYTES.length);
  }

  private static Content reopenable(boolean cheapToSkip) {
    return Content.reopenable(
        new ByteArrayInputStream(BYTES), () -> new ByteArrayInputStream(BYTES), cheapToSkip);
  }

  private static Content once() {
    return Content.once(new ByteArrayInputStream(BYTES));
  }

  private static void expectForks(Content content) throws IOException {
    try (content) {
      for (int offset : new int[] {0, 1, 70_000, 150_000}) {
        byte[] skipped = content.readNBytes(offset == 0 ? 0 : offset - position(offset));
        assertThat(skipped).hasSize(offset == 0 ? 0 : offset - position(offset));
        try (InputStream fork = content.fork()) {
          assertThat(fork.readAllBytes()).isEqualTo(from(offset));
        }
      }
      assertThat(content.readAllBytes()).isEqualTo(from(150_000));
      try (InputStream fork = content.fork()) {
        assertThat(fork.read()).isNegative();
      }
    }
  }

  /** The offset that is read up to before the one given. */
  private static int position(int offset) {
    return offset == 1 ? 0 : offset == 70_000 ? 1 : 70_000;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContentThatCanBeOpenedAgainIsForkedFromWhereItStands(boolean cheapToSkip)
      throws IOException {
    expectForks(reopenable(cheapToSkip));
  }

  @Test
  void aContentThatCanBeReadOnceIsForkedToo() throws IOException {
    expectForks(once());
  }

  @Test
  void readingOneByteAtATimeMovesTheForkToo() throws IOException {
    try (Content content = once()) {
      for (int i = 0; i < 100; i++) {
        assertThat(content.read()).isEqualTo(BYTES[i] & 0xff);
      }
      assertThat(content.skip(50)).isEqualTo(50);
      try (InputStream fork = content.fork()) {
        assertThat(fork.readAllBytes()).isEqualTo(from(150));
      }
      assertThat(content.readAllBytes()).isEqualTo(from(150));
    }
  }

  @Test
  void aReadErrorIsDeferredUntilWhatCameBeforeItIsRead() throws IOException {
    InputStream failing =
        new InputStream() {
          private int position;

          @Override
          public int read() throws IOException {
            if (position == 1_000) {
              throw new IOException("the disk is gone");
            }
            return BYTES[position++] & 0xff;
          }
        };
    try (Content content = Content.once(failing)) {
      assertThat(content.readNBytes(10)).isEqualTo(Arrays.copyOf(BYTES, 10));
      try (InputStream fork = content.fork()) {
        assertThat(fork.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 10, 1_000));
      }
      byte[] rest = new byte[2_000];
      int length = 0;
      while (length < 990) {
        length += content.read(rest, length, rest.length - length);
      }
      assertThat(Arrays.copyOf(rest, length)).isEqualTo(Arrays.copyOfRange(BYTES, 10, 1_000));
      assertThatThrownBy(() -> content.read(rest)).hasMessage("the disk is gone");
    }
  }

  @Test
  void aCompressedContentIsUnpackedAgainAtMostOnce() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    byte[] large = new byte[20 << 20];
    Content content =
        Content.reopenable(
            new ByteArrayInputStream(large),
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(large);
            },
            false);
    try (content) {
      content.skipNBytes(18 << 20);
      for (int i = 0; i < 3; i++) {
        try (InputStream fork = content.fork()) {
          assertThat(fork.readAllBytes()).hasSize(2 << 20);
        }
      }
      assertThat(content.readAllBytes()).hasSize(2 << 20);
      assertThat(opened.get()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void emptyTellsWhetherAnythingWasRead() throws IOException {
    try (Content content = Content.once(InputStream.nullInputStream())) {
      assertThat(content.read()).isNegative();
      assertThat(content.empty()).isTrue();
    }
    try (Content content = once()) {
      assertThat(content.empty()).isTrue();
      assertThat(content.read()).isNotNegative();
      assertThat(content.empty()).isFalse();
    }
  }

  @Test
  void closingClosesWhatItReads() throws IOException {
    AtomicInteger closed = new AtomicInteger();
    InputStream in =
        new ByteArrayInputStream(BYTES) {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Content.once(in).close();
    assertThat(closed).hasPositiveValue();
  }
}
