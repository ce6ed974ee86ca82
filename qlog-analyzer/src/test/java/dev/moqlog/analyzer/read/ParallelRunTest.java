package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.Helpers;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What helpers decode ahead must be what one thread reads. */
class ParallelRunTest {

  /** Enough for the helpers to be asked, and for many blocks behind that. */
  private static final int LOG_BYTES = 7 << 20;

  private static final ExecutorService POOL = Executors.newCachedThreadPool();

  @AfterAll
  static void stop() {
    POOL.shutdownNow();
  }

  private enum Form {
    CONTAINED(
        "{\"qlog_version\":\"0.3\",\"traces\":[{\"common_fields\":{},\"events\":[", ",", "]}]}"),
    SPACED(
        "{\"qlog_version\": \"0.3\", \"traces\": [\n{\"common_fields\": {}, \"events\": [\n",
        ",\n    ",
        "\n]}]}\n"),
    SEQUENCE(
        "\u001e{\"qlog_version\":\"0.3\",\"trace\":{\"common_fields\":{}}}\n\u001e",
        "\n\u001e",
        "\n"),
    LINES("{\"qlog_version\":\"0.3\",\"trace\":{\"common_fields\":{}}}\n", "\n", "\n");

    private final String head;
    private final String between;
    private final String tail;

    Form(String head, String between, String tail) {
      this.head = head;
      this.between = between;
      this.tail = tail;
    }
  }

  /** Everything that a reader says, in order. */
  private static final class Said implements QlogHandler {

    private final List<String> lines = new ArrayList<>();
    private final Thread caller = Thread.currentThread();
    private long events;
    private long hash;

    private void say(String line) {
      assertThat(Thread.currentThread()).isSameAs(caller);
      lines.add(line + " behind " + events + " events of hash " + hash);
    }

    @Override
    public void traceStarted(TraceHeader header) {
      say("started " + header);
    }

    @Override
    public void event(QlogEvent event) {
      events++;
      hash = 31 * hash + event.name().hashCode();
      hash = 31 * hash + event.offset();
      hash = 31 * hash + event.timeNanos();
      hash = 31 * hash + event.packet().number();
      hash = 31 * hash + event.packet().lengthBytes();
      hash = 31 * hash + String.valueOf(event.groupId()).hashCode();
      for (int i = 0; i < event.frames().count(); i++) {
        hash = 31 * hash + event.frames().type(i).ordinal();
        hash = 31 * hash + event.frames().streamId(i);
        hash = 31 * hash + event.frames().endRange(i);
      }
    }

    @Override
    public void traceEnded(TraceHeader header, Set<Correction> corrections, DamageReport damage) {
      say("ended " + header + corrections + damage.cases() + damage.first() + damage.truncated());
    }

    @Override
    public void traceError(int index, String description) {
      say("error " + index + description);
    }
  }

  private static String event(Random random, int i) {
    String time = "{\"time\":" + i + "." + random.nextInt(1000);
    String group = random.nextInt(4) == 0 ? ",\"group_id\":\"c" + random.nextInt(3) + "\"" : "";
    StringBuilder frames = new StringBuilder();
    for (int frame = random.nextInt(4); frame > 0; frame--) {
      frames
          .append(frames.length() == 0 ? "" : ",")
          .append(
              random.nextBoolean()
                  ? "{\"frame_type\":\"ack\",\"acked_ranges\":[[0," + i + "]]}"
                  : "{\"frame_type\":\"stream\",\"stream_id\":4,\"offset\":"
                      + i
                      + ",\"length\":9}");
    }
    return time
        + group
        + ",\"name\":\"quic:packet_"
        + (random.nextBoolean() ? "sent" : "received")
        + "\",\"data\":{\"header\":{\"packet_type\":\"1RTT\",\"packet_number\":"
        + i
        + "},\"raw\":{\"length\":1200},\"frames\":["
        + frames
        + "]}}";
  }

  private static byte[] log(Form form, Random random, String... oddities) {
    StringBuilder log = new StringBuilder(LOG_BYTES + 4096).append(form.head);
    for (int i = 0; log.length() < LOG_BYTES; i++) {
      boolean odd = oddities.length > 0 && random.nextInt(2000) == 0;
      log.append(i == 0 ? "" : form.between)
          .append(odd ? oddities[random.nextInt(oddities.length)] : event(random, i));
    }
    return log.append(form.tail).toString().getBytes(UTF_8);
  }

  private static List<String> said(byte[] log, Helpers helpers) {
    Said said = new Said();
    QlogReader reader = new QlogReader(said, Correction.ALL, helpers);
    reader.read(Content.once(new ByteArrayInputStream(log)));
    said.say("end " + reader.damage().cases() + reader.damage().first());
    return said.lines;
  }

  private static void assertSameWithHelp(byte[] log) {
    List<String> alone = said(log, Helpers.NONE);
    assertThat(said(log, new Helpers(POOL, 1))).isEqualTo(alone);
    assertThat(said(log, new Helpers(POOL, 5))).isEqualTo(alone);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void anOrdinaryLogIsReadTheSameWithHelp(Form form) {
    assertSameWithHelp(log(form, new Random(1)));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void eventsThatOnlyTheGeneralWayReadsAreReadInTheirPlace(Form form) {
    assertSameWithHelp(
        log(
            form,
            new Random(2),
            "{\"time\":5,\"name\":\"quic:packet\\u005fsent\",\"data\":{}}",
            "{\"time\":5,\"name\":\"x:é\",\"data\":{}}",
            "{\"time\":5,\"name\":\"quic:packet_lost\",\"data\":{},}",
            "{\"data\":{\"header\":{\"packet_number\":7}},\"name\":\"quic:packet_lost\",\"time\":1}"));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void whatLooksLikeAnEventInsideAnotherIsNoPlaceToCut(Form form) {
    String inText = ",{\\\"time\\\":1,";
    String nested = "[1,{\"time\":1,\"name\":\"quic:packet_lost\",\"data\":{}}]";
    StringBuilder many = new StringBuilder("{\"time\":5,\"name\":\"a:b\",\"data\":{\"x\":[0");
    for (int i = 0; i < 5_000; i++) {
      many.append(",{\"time\":1,\"name\":\"quic:packet_lost\",\"data\":{}}");
    }
    assertSameWithHelp(
        log(
            form,
            new Random(3),
            "{\"time\":5,\"name\":\"a:b\",\"data\":{\"x\":\""
                + inText
                + "\",\"y\":"
                + nested
                + "}}",
            many.append("]}}").toString()));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void damageIsFoundAndCountedTheSameWithHelp(Form form) {
    assertSameWithHelp(
        log(
            form,
            new Random(4),
            "{\"time\":5,\"name\":\"quic:packet_sent\",\"data\":{\"header\":{\"pack",
            "{\"time\":5,\"na\"me\":1}",
            "\u0000\u0000\u0000",
            "{\"qlog_version\":\"0.4\",\"trace\":{\"common_fields\":{\"group_id\":\"z\"}}}"));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aLogThatIsCutAnywhereIsReadTheSameWithHelp(Form form) {
    byte[] log = log(form, new Random(5));
    for (int cut : new int[] {1, 17, 60_000, 65_536, 200_001}) {
      byte[] start = java.util.Arrays.copyOf(log, log.length - cut);
      assertThat(said(start, new Helpers(POOL, 2))).isEqualTo(said(start, Helpers.NONE));
    }
  }

  @Test
  void helpThatNeverComesIsNotWaitedFor() {
    byte[] log = log(Form.LINES, new Random(6));
    AtomicInteger asked = new AtomicInteger();
    Helpers never = new Helpers(task -> asked.incrementAndGet(), 3);
    assertThat(said(log, never)).isEqualTo(said(log, Helpers.NONE));
    assertThat(asked.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void helpThatComesWhenAllIsReadFindsNothingToDo() {
    byte[] log = log(Form.LINES, new Random(7));
    List<Runnable> late = new ArrayList<>();
    said(log, new Helpers(late::add, 2));
    assertThat(late).isNotEmpty();
    late.forEach(Runnable::run);
  }
}
