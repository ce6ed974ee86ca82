package dev.moqlog.samples.kwik;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.PacketEvent;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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
import tech.kwik.core.frame.Range;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.RetireConnectionIdFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.frame.StreamDataBlockedFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.frame.StreamsBlockedFrame;
import tech.kwik.core.generic.InvalidIntegerEncodingException;
import tech.kwik.core.generic.VariableLengthInteger;
import tech.kwik.core.packet.HandshakePacket;
import tech.kwik.core.packet.InitialPacket;
import tech.kwik.core.packet.LongHeaderPacket;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.RetryPacket;
import tech.kwik.core.packet.ShortHeaderPacket;
import tech.kwik.core.packet.VersionNegotiationPacket;
import tech.kwik.core.packet.ZeroRttPacket;

/** Says in the words of qlog what is in a packet of Kwik. */
final class KwikPackets {
  private KwikPackets() {}

  static PacketType type(QuicPacket packet) {
    if (packet instanceof ShortHeaderPacket) {
      return PacketType.ONE_RTT;
    } else if (packet instanceof InitialPacket) {
      return PacketType.INITIAL;
    } else if (packet instanceof HandshakePacket) {
      return PacketType.HANDSHAKE;
    } else if (packet instanceof ZeroRttPacket) {
      return PacketType.ZERO_RTT;
    } else if (packet instanceof RetryPacket) {
      return PacketType.RETRY;
    } else if (packet instanceof VersionNegotiationPacket) {
      return PacketType.VERSION_NEGOTIATION;
    }
    return PacketType.UNKNOWN;
  }

  /** The packet's number, or {@link PacketEvent#NO_NUMBER}. */
  static long number(QuicPacket packet) {
    Long number = packet.getPacketNumber();
    return number == null ? PacketEvent.NO_NUMBER : number;
  }

  /** Adds the size of the packet. */
  static PacketEvent addSize(PacketEvent event, QuicPacket packet) {
    try {
      return event.length(packet.getSize());
    } catch (IllegalStateException e) {
      // Kwik does not know it.
      return event;
    }
  }

  /** Adds the header, the size and the frames of the packet. */
  static PacketEvent addAll(PacketEvent event, QuicPacket packet) {
    if (packet instanceof LongHeaderPacket withIds) {
      event.version(packet.getVersion().getId());
      event.scid(withIds.getSourceConnectionId()).dcid(packet.getDestinationConnectionId());
    }
    for (QuicFrame frame : packet.getFrames()) {
      add(event, frame);
    }
    return addSize(event, packet);
  }

  private static void add(PacketEvent event, QuicFrame frame) {
    if (frame instanceof StreamFrame stream) {
      event.stream(stream.getStreamId(), stream.getOffset(), stream.getLength(), stream.isFinal());
    } else if (frame instanceof AckFrame ack) {
      event.ack(TimeUnit.MILLISECONDS.toNanos(ack.getAckDelay()));
      for (Range range : ack.getAcknowledgedRanges()) {
        event.range(range.getSmallest(), range.getLargest());
      }
    } else if (frame instanceof Padding padding) {
      event.padding(padding.getLength());
    } else if (frame instanceof CryptoFrame crypto) {
      event.crypto(crypto.getOffset(), crypto.getLength());
    } else if (frame instanceof MaxDataFrame max) {
      event.maxData(max.getMaxData());
    } else if (frame instanceof MaxStreamDataFrame max) {
      event.maxStreamData(max.getStreamId(), max.getMaxData());
    } else if (frame instanceof MaxStreamsFrame max) {
      event.maxStreams(max.isAppliesToBidirectional(), max.getMaxStreams());
    } else if (frame instanceof PingFrame) {
      event.ping();
    } else if (frame instanceof HandshakeDoneFrame) {
      event.handshakeDone();
    } else if (frame instanceof ConnectionCloseFrame close) {
      event.connectionClose(isByApplication(close), close.getErrorCode(), close.getReasonPhrase());
    } else {
      addRare(event, frame);
    }
  }

  private static void addRare(PacketEvent event, QuicFrame frame) {
    if (frame instanceof ResetStreamFrame reset) {
      event.resetStream(reset.getStreamId(), reset.getErrorCode(), reset.getFinalSize());
    } else if (frame instanceof StopSendingFrame stop) {
      event.stopSending(stop.getStreamId(), stop.getErrorCode());
    } else if (frame instanceof DataBlockedFrame blocked) {
      event.dataBlocked(limit(blocked));
    } else if (frame instanceof StreamDataBlockedFrame blocked) {
      event.streamDataBlocked(blocked.getStreamId(), blocked.getStreamDataLimit());
    } else if (frame instanceof StreamsBlockedFrame blocked) {
      event.streamsBlocked(blocked.isBidirectional(), blocked.getStreamLimit());
    } else if (frame instanceof NewConnectionIdFrame id) {
      event.newConnectionId(id.getSequenceNr(), id.getRetirePriorTo(), id.getConnectionId());
    } else if (frame instanceof RetireConnectionIdFrame id) {
      event.retireConnectionId(id.getSequenceNr());
    } else if (frame instanceof NewTokenFrame) {
      event.newToken();
    } else if (frame instanceof PathChallengeFrame) {
      event.pathChallenge();
    } else if (frame instanceof PathResponseFrame) {
      event.pathResponse();
    } else if (frame instanceof DatagramFrame datagram) {
      event.datagram(datagram.getData().length);
    } else {
      event.frame("unknown");
    }
  }

  static boolean isByApplication(ConnectionCloseFrame frame) {
    return frame.getFrameType() == 0x1d;
  }

  /** The limit of a frame that does not tell it otherwise than by its bytes. */
  private static long limit(DataBlockedFrame frame) {
    ByteBuffer bytes = ByteBuffer.allocate(frame.getFrameLength());
    frame.serialize(bytes);
    bytes.flip().get();
    try {
      return VariableLengthInteger.parseLong(bytes);
    } catch (InvalidIntegerEncodingException e) {
      throw new IllegalStateException("Kwik cannot read the frame that it has written", e);
    }
  }
}
