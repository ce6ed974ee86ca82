package dev.moqlog.samples.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.samples.transfer.TransferTraces;
import dev.moqlog.writer.QlogRecorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.DataBlockedFrame;
import tech.kwik.core.frame.DatagramFrame;
import tech.kwik.core.frame.HandshakeDoneFrame;
import tech.kwik.core.frame.MaxDataFrame;
import tech.kwik.core.frame.MaxStreamDataFrame;
import tech.kwik.core.frame.MaxStreamsFrame;
import tech.kwik.core.frame.NewConnectionIdFrame;
import tech.kwik.core.frame.NewTokenFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.PathChallengeFrame;
import tech.kwik.core.frame.PathResponseFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.RetireConnectionIdFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.frame.StreamDataBlockedFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.frame.StreamsBlockedFrame;
import tech.kwik.core.impl.Version;
import tech.kwik.core.packet.InitialPacket;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.RetryPacket;

class KwikQlogTest {
  private static final Version V1 = Version.QUIC_version_1;
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

  @TempDir private Path directory;

  @Test
  void namesEveryFrame() throws IOException {
    List<QuicFrame> frames =
        List.of(
            new AckFrame(3),
            new ConnectionCloseFrame(V1, 9, false, "why"),
            new CryptoFrame(V1, 5, new byte[6]),
            new DataBlockedFrame(70_000),
            new DatagramFrame(new byte[11]),
            new HandshakeDoneFrame(V1),
            new MaxDataFrame(12),
            new MaxStreamDataFrame(4, 13),
            new MaxStreamsFrame(14, true),
            new NewConnectionIdFrame(V1, 1, 0, ID),
            new NewTokenFrame(new byte[16]),
            new Padding(15),
            new PathChallengeFrame(V1, new byte[8]),
            new PathResponseFrame(V1, new byte[8]),
            new PingFrame(),
            new ResetStreamFrame(4, 16, 17),
            new RetireConnectionIdFrame(V1, 1),
            new StopSendingFrame(V1, 4, 18L),
            new StreamDataBlockedFrame(V1, 4, 19),
            new StreamFrame(4, 20, new byte[21], true),
            new StreamsBlockedFrame(V1, false, 22));

    String trace =
        record(qlog -> qlog.emitPacketSentEvent(initial(frames.toArray(QuicFrame[]::new)), now()));

    String types =
        Arrays.stream(trace.split("\"frame_type\":\""))
            .skip(1)
            .map(rest -> rest.substring(0, rest.indexOf('"')))
            .collect(Collectors.joining(" "));
    assertThat(types)
        .isEqualTo(
            "ack connection_close crypto data_blocked datagram handshake_done max_data"
                + " max_stream_data max_streams new_connection_id new_token padding path_challenge"
                + " path_response ping reset_stream retire_connection_id stop_sending"
                + " stream_data_blocked stream streams_blocked");
    assertThat(trace)
        .contains("\"acked_ranges\":[[3]]")
        .contains("\"data_blocked\",\"limit\":70000")
        .contains("\"stream\",\"stream_id\":4,\"offset\":20,\"fin\":true,\"length\":21");
  }

  @Test
  void recordsNoRoundTripTimeBeforeTheFirstSample() throws IOException {
    String trace =
        record(
            qlog -> {
              qlog.emitCongestionControlMetrics(12_000, 50);
              qlog.emitPacketSentEvent(initial(new CryptoFrame(V1, 0, new byte[50])), now());
              qlog.emitRecoveryMetrics(12_000, 0, 500, 125, 0);
              qlog.emitPacketReceivedEvent(initial(new AckFrame(0)), now());
              qlog.emitRecoveryMetrics(12_050, 0, 21, 10, 21);
              qlog.emitPacketReceivedEvent(initial(new AckFrame(0)), now());
              qlog.emitRecoveryMetrics(12_050, 0, 21, 10, 21);
            });

    assertThat(metrics(trace))
        .containsExactly(
            "\"congestion_window\":12000,\"bytes_in_flight\":50",
            "\"bytes_in_flight\":0",
            "\"latest_rtt\":21.000,\"smoothed_rtt\":21.000,\"rtt_variance\":10.000,"
                + "\"congestion_window\":12050");
  }

  @Test
  void takesTheCloseFromTheFirstFrame() throws IOException {
    String trace =
        record(
            qlog -> {
              qlog.emitPacketSentEvent(initial(new PingFrame()), now());
              qlog.emitPacketReceivedEvent(
                  initial(new ConnectionCloseFrame(V1, 9, false, "why")), now());
              qlog.emitPacketSentEvent(initial(new ConnectionCloseFrame(V1)), now());
            });

    assertThat(trace.split("connection_closed\"")).hasSize(2);
    assertThat(trace)
        .contains("\"owner\":\"remote\",\"application_code\":9,\"reason\":\"why\"")
        .contains("\"new\":\"draining\"", "\"new\":\"closed\"");
  }

  @Test
  void sparesKwikWhatItCannotRecord() throws IOException {
    String trace =
        record(
            qlog -> {
              qlog.emitPacketReceivedEvent(initial(new PingFrame()), now());
              qlog.emitPacketSentEvent(initial(new PingFrame()), now());
              qlog.emitPacketReceivedEvent((QuicPacket) null, now());
              qlog.emitPacketReceivedEvent(new RetryPacket(V1, ID, ID, ID, new byte[30]), now());
              qlog.end();
              qlog.emitPacketSentEvent(initial(new PingFrame()), now());
              qlog.emitConnectionTerminatedEvent();
            });

    assertThat(trace)
        .contains("\"packet_type\":\"retry\"")
        .contains("\"events\":5,\"events_dropped\":0");
  }

  private String record(Consumer<KwikQlog> calls) throws IOException {
    TransferTraces traces;
    try (QlogRecorder recorder = QlogRecorder.builder(directory).sampleRate(1).build()) {
      traces = new TransferTraces(recorder);
      KwikQlog qlog =
          KwikQlog.ofClient(new KwikCapture(traces), new InetSocketAddress("127.0.0.1", 4433));
      calls.accept(qlog);
      qlog.end();
    }
    return Files.readString(traces.files().get(0));
  }

  private static List<String> metrics(String trace) {
    return Arrays.stream(trace.split("\"recovery:metrics_updated\",\"data\":\\{"))
        .skip(1)
        .map(rest -> rest.substring(0, rest.indexOf('}')))
        .toList();
  }

  private static InitialPacket initial(QuicFrame... frames) {
    InitialPacket packet = new InitialPacket(V1, ID, ID, null, List.of(frames));
    packet.setPacketNumber(0);
    return packet;
  }

  private static Instant now() {
    return Instant.now();
  }
}
