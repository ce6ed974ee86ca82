package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.DetailFields;
import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.VantagePoint;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The handshake: when it was complete and confirmed (RFC 9001 section 4.1), what it cost, and what
 * it agreed on. Not safe for several threads.
 */
final class HandshakeMetric {

  private static final int MAX_VERSION_CHARS = 16;

  private final ResponseMetric responses = new ResponseMetric();
  private final AmplificationMetric amplification = new AmplificationMetric();
  private final LongRanges[] crypto = {new LongRanges(), new LongRanges()};

  private VantagePoint side = VantagePoint.UNKNOWN;
  private boolean packetSeen;
  private boolean beginsLate;
  private long startNanos = ABSENT;
  private long attemptedNanos = ABSENT;

  // By events of the stack.
  private long completeEventNanos = ABSENT;
  private long confirmedEventNanos = ABSENT;

  // By packets.
  private long oneRttSentNanos = ABSENT;
  private long oneRttReceivedNanos = ABSENT;
  private long doneSentNanos = ABSENT;
  private long doneReceivedNanos = ABSENT;
  private long firstReplyNanos = ABSENT;

  private boolean firstInitialSent;
  private long initialSent;
  private long handshakeSent;
  private long packetsAgain;
  private long cryptoBytes;
  private long cryptoBytesAgain;
  private boolean retry;
  private boolean versionNegotiation;
  private long zeroRttPackets;
  private long zeroRttFirst = Long.MAX_VALUE;
  private long zeroRttLast = -1;
  private boolean zeroRttSent;
  private boolean zeroRttReceived;
  private boolean zeroRttAcked;
  private boolean zeroRttLost;
  private boolean zeroRttDropped;
  private boolean laterAcked;
  private boolean resumptionAllowed;
  private String alpn;
  private String offeredAlpn;
  private String version;
  private boolean versionChosen;

  /** UDP datagrams were sent or received. */
  void datagrams(QlogEvent event) {
    amplification.datagrams(event);
  }

  /** A packet was declared lost. */
  void lost(PacketFields packet) {
    zeroRttLost |= packet.number() >= zeroRttFirst && packet.number() <= zeroRttLast;
  }

  /** A packet arrived but could not be used. */
  void dropped(PacketFields packet) {
    zeroRttDropped |= packet.type() == PacketType.ZERO_RTT;
  }

  /** Takes an event that is about the connection as a whole. */
  void event(QlogEvent event) {
    switch (event.type()) {
      case CONNECTION_DATA_BLOCKED_UPDATED -> amplification.blockedUpdated(event);
      case CONNECTION_STARTED -> {
        attempted(event.timeNanos());
        versionOf(event.detail().chosenVersion(), false);
      }
      case CONNECTION_STATE_UPDATED -> state(event.detail().newState(), event.timeNanos());
      case VERSION_INFORMATION -> versionOf(event.detail().chosenVersion(), true);
      case ALPN_INFORMATION -> alpn(event.detail());
      case PARAMETERS_SET -> {
        retry |= event.parameters().retried();
        resumptionAllowed |= event.detail().resumptionAllowed();
        if (event.detail().chosenAlpn() != null) {
          alpn = event.detail().chosenAlpn();
        }
        versionOf(event.detail().chosenVersion(), false);
      }
      default -> {}
    }
  }

  private void attempted(long nanos) {
    if (attemptedNanos == ABSENT) {
      attemptedNanos = nanos;
    }
  }

  private void state(String state, long nanos) {
    if (state == null) {
      return;
    }
    String name = state.toLowerCase(Locale.ROOT);
    if (name.equals("attempted")) {
      attempted(nanos);
    } else if (name.startsWith("handshake_compl") && completeEventNanos == ABSENT) {
      completeEventNanos = nanos;
    } else if (name.equals("handshake_confirmed") && confirmedEventNanos == ABSENT) {
      confirmedEventNanos = nanos;
    }
  }

  private void alpn(DetailFields detail) {
    if (detail.chosenAlpn() != null) {
      alpn = detail.chosenAlpn();
    } else if (detail.newState() != null) {
      // draft-00 and -01 have the protocol before and after.
      alpn = detail.newState();
    } else if (detail.offeredAlpn() != null) {
      offeredAlpn = detail.offeredAlpn();
    }
  }

  private void versionOf(String text, boolean chosen) {
    if (text == null || (versionChosen && !chosen)) {
      return;
    }
    String digits = text.toLowerCase(Locale.ROOT);
    if (digits.startsWith("0x")) {
      digits = digits.substring(2);
    }
    int from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    digits = digits.substring(from);
    if (!digits.isEmpty() && digits.length() <= MAX_VERSION_CHARS && !digits.equals("0")) {
      version = digits;
      versionChosen |= chosen;
    }
  }

  /** A packet was sent or received. */
  void packet(QlogEvent event, boolean sent) {
    PacketFields packet = event.packet();
    FrameList frames = event.frames();
    long nanos = event.timeNanos();
    PacketType type = packet.type();
    if (type == PacketType.INITIAL || type == PacketType.HANDSHAKE || type == PacketType.ZERO_RTT) {
      versionOf(event.detail().chosenVersion(), false);
    }
    first(packet, nanos, sent);
    switch (type) {
      case INITIAL -> {
        initialSent += sent ? 1 : 0;
        handshakeData(frames, 0, sent);
        reply(nanos, sent);
      }
      case HANDSHAKE -> {
        handshakeSent += sent ? 1 : 0;
        handshakeData(frames, 1, sent);
        reply(nanos, sent);
      }
      case ZERO_RTT -> zeroRtt(packet, sent);
      case ONE_RTT -> oneRtt(frames, nanos, sent);
      case RETRY -> retry = true;
      case VERSION_NEGOTIATION -> versionNegotiation = true;
      default -> {}
    }
    amplification.packet(event, sent);
    responses.packet(frames, nanos, sent);
  }

  /** The first packets tell which side this is, and whether the log has the beginning. */
  private void first(PacketFields packet, long nanos, boolean sent) {
    boolean initial = packet.type() == PacketType.INITIAL;
    if (!packetSeen) {
      packetSeen = true;
      beginsLate = packet.type() == PacketType.HANDSHAKE || packet.type() == PacketType.ONE_RTT;
    }
    if (initial && side == VantagePoint.UNKNOWN) {
      side = sent ? VantagePoint.CLIENT : VantagePoint.SERVER;
      startNanos = nanos;
      amplification.setServer(!sent && !beginsLate);
    }
    if (initial && sent && !firstInitialSent) {
      // Packet numbers begin with 0 (RFC 9000 section 12.3), or 1; after a Retry or a Version
      // Negotiation packet that opens another log, they go on.
      firstInitialSent = true;
      beginsLate |= packet.number() > 1 && attemptedNanos == ABSENT && !retry;
    }
  }

  private void reply(long nanos, boolean sent) {
    boolean fromPeer = side == VantagePoint.CLIENT ? !sent : side == VantagePoint.SERVER && sent;
    if (fromPeer && firstReplyNanos == ABSENT) {
      firstReplyNanos = nanos;
    }
  }

  private void handshakeData(FrameList frames, int space, boolean sent) {
    if (!sent) {
      return;
    }
    boolean again = false;
    for (int i = 0; i < frames.count(); i++) {
      long length = frames.lengthBytes(i);
      if (frames.type(i) == FrameType.CRYPTO
          && length > 0
          && frames.offset(i) <= RetransmitMetric.MAX_OFFSET - length) {
        long fresh = crypto[space].add(frames.offset(i), frames.offset(i) + length - 1);
        cryptoBytes += length;
        cryptoBytesAgain += length - fresh;
        again |= fresh < length;
      }
    }
    packetsAgain += again ? 1 : 0;
  }

  private void zeroRtt(PacketFields packet, boolean sent) {
    zeroRttPackets++;
    zeroRttSent |= sent;
    zeroRttReceived |= !sent;
    if (sent && packet.hasNumber()) {
      zeroRttFirst = Math.min(zeroRttFirst, packet.number());
      zeroRttLast = Math.max(zeroRttLast, packet.number());
    }
  }

  private void oneRtt(FrameList frames, long nanos, boolean sent) {
    if (sent && oneRttSentNanos == ABSENT) {
      oneRttSentNanos = nanos;
    } else if (!sent && oneRttReceivedNanos == ABSENT) {
      oneRttReceivedNanos = nanos;
    }
    if (frames.contains(FrameType.HANDSHAKE_DONE)) {
      if (sent && doneSentNanos == ABSENT) {
        doneSentNanos = nanos;
      } else if (!sent && doneReceivedNanos == ABSENT) {
        doneReceivedNanos = nanos;
      }
    }
    if (zeroRttSent && !sent) {
      zeroRttAcked(frames);
    }
  }

  private void zeroRttAcked(FrameList frames) {
    for (int i = 0; i < frames.count(); i++) {
      if (frames.isAck(i)) {
        for (int range = frames.firstRange(i); range < frames.endRange(i); range++) {
          zeroRttAcked |=
              frames.rangeFirst(range) <= zeroRttLast && frames.rangeLast(range) >= zeroRttFirst;
          laterAcked |= frames.rangeLast(range) > zeroRttLast;
        }
      }
    }
  }

  /**
   * What is known at the end; absent if the log tells nothing of how the connection began.
   *
   * @param recordedAt where the log was recorded, as far as its header tells
   */
  Optional<HandshakeSummary> summary(VantagePoint recordedAt) {
    boolean events = completeEventNanos != ABSENT || attemptedNanos != ABSENT || alpn != null;
    if (!packetSeen && !events && version == null) {
      return Optional.empty();
    }
    VantagePoint here = side == VantagePoint.UNKNOWN ? recordedAt : side;
    long start = beginsLate ? ABSENT : startNanos;
    if (start == ABSENT && !packetSeen) {
      start = attemptedNanos;
    }
    long complete = completeEventNanos;
    long confirmed = confirmedEventNanos;
    if (here == VantagePoint.SERVER) {
      // The server completes and confirms at once (RFC 9001 section 4.1.2).
      complete = complete == ABSENT ? earlier(doneSentNanos, oneRttReceivedNanos) : complete;
      confirmed = confirmed == ABSENT ? complete : confirmed;
    } else if (here == VantagePoint.CLIENT) {
      complete = complete == ABSENT ? earlier(oneRttSentNanos, doneReceivedNanos) : complete;
      confirmed = confirmed == ABSENT ? doneReceivedNanos : confirmed;
    }
    OptionalLong completeAfter = since(start, complete);
    Optional<Source> source =
        completeAfter.isEmpty()
            ? Optional.empty()
            : Optional.of(completeEventNanos != ABSENT ? Source.EVENT : Source.INFERRED);
    String protocol = alpn == null && complete != ABSENT ? offeredAlpn : alpn;
    boolean server = here == VantagePoint.SERVER && !beginsLate;
    return Optional.of(
        new HandshakeSummary(
            source,
            completeAfter,
            since(start, confirmed),
            since(start, firstReplyNanos),
            since(start, responses.firstByteNanos()),
            responses.summary(),
            initialSent,
            handshakeSent,
            packetsAgain,
            cryptoBytes,
            cryptoBytesAgain,
            retry,
            versionNegotiation,
            zeroRttPackets,
            zeroRttAccepted(complete != ABSENT),
            resumptionAllowed ? Optional.of(true) : Optional.empty(),
            Optional.ofNullable(protocol).filter(text -> !text.isEmpty()),
            Optional.ofNullable(version),
            server ? amplification.largestRatio() : java.util.OptionalDouble.empty(),
            server ? amplification.blockedNanos() : OptionalLong.empty()));
  }

  private Optional<Boolean> zeroRttAccepted(boolean complete) {
    if (zeroRttAcked || zeroRttReceived) {
      return Optional.of(true);
    }
    if ((zeroRttSent && laterAcked && !zeroRttLost) || (zeroRttDropped && complete)) {
      return Optional.of(false);
    }
    return Optional.empty();
  }

  private static long earlier(long a, long b) {
    return a == ABSENT ? b : b == ABSENT ? a : Math.min(a, b);
  }

  /** The time between, absent if either is unknown or the clock was set back. */
  private static OptionalLong since(long start, long end) {
    if (start == ABSENT || end == ABSENT || end < start || end - start < 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(end - start);
  }
}
