package dev.moqlog.analyzer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

  private static final ExecutorService POOL = Executors.newCachedThreadPool();

  private final byte[] data = new byte[5 << 20];

  ReadAheadTest() {
    new Random(1).nextBytes(data);
  }

  @AfterAll
  static void stop() {
    POOL.shutdownNow();
  }

  /** A stream that brings as much as it likes, and may fail at its end. */
  private static InputStream source(byte[] data, IOException failure) {
    Random random = new Random(2);
    return new FilterInputStream(new ByteArrayInputStream(data)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, Math.min(length, 1 + random.nextInt(200_000)));
        if (read < 0 && failure != null) {
          throw failure;
        }
        return read;
      }
    };
  }

  private static byte[] drained(InputStream in) throws IOException {
    Random random = new Random(3);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[300_000];
    while (true) {
      int read = in.read(buffer, 0, 1 + random.nextInt(buffer.length));
      if (read < 0) {
        return all.toByteArray();
      }
      all.write(buffer, 0, read);
    }
  }

  @Test
  void theContentIsTheSameWithAndWithoutHelp() throws IOException {
    for (Helpers helpers :
        new Helpers[] {
          Helpers.NONE, new Helpers(POOL, 1), new Helpers(task -> {}, 1), new Helpers(POOL, 4)
        }) {
      try (ReadAhead in = new ReadAhead(source(data, null), helpers)) {
        assertThat(drained(in)).isEqualTo(data);
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void aFailureComesBehindAllThatCouldBeRead() throws IOException {
    IOException failure = new IOException("cut");
    try (ReadAhead in = new ReadAhead(source(data, failure), new Helpers(POOL, 1))) {
      in.skipNBytes(data.length);
      assertThatThrownBy(in::read).isSameAs(failure);
      assertThatThrownBy(in::read).isSameAs(failure);
    }
  }

  @Test
  void anUncheckedFailureOfADecompressorIsOneOfTheContent() throws IOException {
    InputStream broken =
        new FilterInputStream(new ByteArrayInputStream(data)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read < 0) {
              throw new IllegalStateException("corrupt");
            }
            return read;
          }
        };
    try (ReadAhead in = new ReadAhead(broken, new Helpers(POOL, 1))) {
      in.skipNBytes(data.length);
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("corrupt");
    }
  }

  @Test
  void theStreamBelowIsNotClosedWhileAHelperReadsIt() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean closed = new AtomicBoolean();
    AtomicBoolean readWhenClosed = new AtomicBoolean();
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(data)) {
          private int reads;

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            if (Thread.currentThread().getName().equals("helper") && reads++ == 1) {
              reading.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            readWhenClosed.compareAndSet(false, closed.get());
            return super.read(buffer, offset, length);
          }

          @Override
          public void close() throws IOException {
            closed.set(true);
            super.close();
          }
        };
    ReadAhead in = new ReadAhead(slow, new Helpers(task -> new Thread(task, "helper").start(), 1));
    in.skipNBytes((1 << 20) + 1);
    reading.await();
    Thread closer = new Thread(() -> close(in));
    closer.start();
    goOn.countDown();
    closer.join(TimeUnit.MINUTES.toMillis(1));
    assertThat(closed).isTrue();
    assertThat(readWhenClosed).isFalse();
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
