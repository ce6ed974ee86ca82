package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.CloseSummary.Initiator;
import dev.moqlog.analyzer.summary.CloseSummary.Kind;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the connection ended (RFC 9000 section 10): what the stack says, what CONNECTION_CLOSE frames
 * say, and failing both, whether the log just falls silent. An error in a frame outweighs the
 * trigger that a stack names, since stacks put failed handshakes down to a timeout. Not safe for
 * several threads.
 */
final class CloseMetric {

  private final CloseError eventError = new CloseError();
  private final CloseError frameError = new CloseError();
  private String trigger;
  private String eventReason;
  private Initiator eventInitiator = Initiator.UNKNOWN;
  private Initiator frameInitiator = Initiator.UNKNOWN;
  private boolean closedEvent;
  private boolean idleTimerExpired;
  private long eventNanos = ABSENT;
  private long eventOffset;
  private long frameNanos = ABSENT;
  private long frameOffset;
  private long framesSent;
  private long framesReceived;
  private long resets;
  private long resetsReceived;
  private long resetNanos;
  private long resetOffset;
  private boolean versionsRefused;
  private long versionsNanos;
  private long versionsOffset;

  private long localIdleNanos = ABSENT;
  private long remoteIdleNanos = ABSENT;
  private long aliveNanos = ABSENT;
  private boolean elicitedSince;

  /** A packet was sent. */
  void sent(QlogEvent event) {
    if (!elicitedSince && (!event.frames().logged() || event.frames().ackEliciting())) {
      elicitedSince = true;
      aliveNanos = event.timeNanos();
    }
    packet(event, true);
  }

  /** A packet was received. */
  void received(QlogEvent event) {
    elicitedSince = false;
    aliveNanos = event.timeNanos();
    packet(event, false);
  }

  /** A timer was set, expired or was cancelled. */
  void timerUpdated(QlogEvent event) {
    if ("expired".equals(event.detail().timerEvent())
        && ("idle_timeout".equals(event.detail().timerType())
            || "idle".equals(event.detail().timerType()))) {
      idleTimerExpired = true;
      ended(event);
    }
  }

  /** One side's transport parameters became known. */
  void parametersSet(QlogEvent event) {
    long idle = event.parameters().maxIdleTimeoutNanos();
    if (idle == ABSENT) {
      return;
    }
    if ("remote".equals(event.owner())) {
      remoteIdleNanos = idle;
    } else {
      localIdleNanos = idle;
    }
  }

  private void packet(QlogEvent event, boolean sent) {
    PacketType type = event.packet().type();
    if (type == PacketType.VERSION_NEGOTIATION) {
      if (!sent && eventNanos == ABSENT) {
        versionsRefused = true;
        versionsNanos = event.timeNanos();
        versionsOffset = event.offset();
      }
      return;
    }
    versionsRefused &= sent;
    if (type == PacketType.STATELESS_RESET) {
      if (resets++ == 0) {
        resetNanos = event.timeNanos();
        resetOffset = event.offset();
      }
      resetsReceived += sent ? 0 : 1;
      return;
    }
    if (!event.frames().contains(FrameType.CONNECTION_CLOSE)) {
      return;
    }
    int frames = 0;
    for (int i = 0; i < event.frames().count(); i++) {
      frames += event.frames().type(i) == FrameType.CONNECTION_CLOSE ? 1 : 0;
    }
    if (framesSent + framesReceived == 0) {
      frameNanos = event.timeNanos();
      frameOffset = event.offset();
      frameInitiator = sent ? Initiator.LOCAL : Initiator.REMOTE;
      frameError.take(event.close());
    }
    if (sent) {
      framesSent += frames;
    } else {
      framesReceived += frames;
    }
  }

  /** The stack logged that the connection is closed. */
  void closed(QlogEvent event) {
    if (closedEvent) {
      return;
    }
    closedEvent = true;
    ended(event);
    eventError.take(event.close());
    eventReason = event.close().reason();
    trigger = event.detail().trigger();
    eventInitiator =
        "local".equals(event.owner())
            ? Initiator.LOCAL
            : "remote".equals(event.owner()) ? Initiator.REMOTE : Initiator.UNKNOWN;
  }

  private void ended(QlogEvent event) {
    if (eventNanos == ABSENT) {
      eventNanos = event.timeNanos();
      eventOffset = event.offset();
    }
  }

  /** The state of the connection changed. */
  void stateUpdated(QlogEvent event) {
    String state = event.detail().newState();
    if (state == null) {
      return;
    }
    switch (state.toLowerCase(Locale.ROOT)) {
      case "closing" -> {
        ended(event);
        eventInitiator = eventInitiator == Initiator.UNKNOWN ? Initiator.LOCAL : eventInitiator;
      }
      case "draining" -> {
        ended(event);
        eventInitiator = eventInitiator == Initiator.UNKNOWN ? Initiator.REMOTE : eventInitiator;
      }
      case "closed" -> ended(event);
      default -> {}
    }
  }

  /** The smaller idle timeout of both sides, or ABSENT for none or unknown. */
  private long idleTimeoutNanos() {
    if (localIdleNanos <= 0) {
      return remoteIdleNanos <= 0 ? ABSENT : remoteIdleNanos;
    }
    return remoteIdleNanos <= 0 ? localIdleNanos : Math.min(localIdleNanos, remoteIdleNanos);
  }

  private boolean silent(long lastNanos) {
    long idle = idleTimeoutNanos();
    return idle != ABSENT && aliveNanos != ABSENT && lastNanos - aliveNanos >= idle;
  }

  /**
   * How the connection ended.
   *
   * @param alpn the application protocol, which tells what its errors mean; null if unknown
   * @param lastNanos the latest time of any event
   */
  CloseSummary summary(String alpn, long lastNanos) {
    boolean frame = framesSent + framesReceived > 0;
    Kind byFrame = frame ? frameError.kind(alpn) : null;
    Kind byEvent = closedEvent ? eventError.kind(alpn) : null;
    Kind byTrigger = closedEvent ? triggered() : null;
    if (byTrigger == Kind.HANDSHAKE_TIMEOUT
        && byFrame != Kind.CRYPTO_ERROR
        && frameInitiator != Initiator.REMOTE) {
      return summary(Kind.HANDSHAKE_TIMEOUT, frame ? frameError : null, alpn);
    }
    if (byFrame != null && byFrame != Kind.CLEAN) {
      return summary(byFrame, frameError, alpn);
    }
    if (byEvent != null && byEvent != Kind.CLEAN) {
      return summary(byEvent, eventError, alpn);
    }
    if (byTrigger != null && byTrigger != Kind.CLEAN) {
      return summary(byTrigger, null, alpn);
    }
    if (resets > 0 && !frame) {
      return summary(Kind.STATELESS_RESET, null, alpn);
    }
    if (byFrame != null) {
      return summary(byFrame, frameError, alpn);
    }
    if (byEvent != null || byTrigger != null) {
      return summary(Kind.CLEAN, eventError, alpn);
    }
    if (!frame && versionsRefused) {
      return summary(Kind.VERSION_MISMATCH, null, alpn);
    }
    if (!frame && (idleTimerExpired || silent(lastNanos))) {
      return summary(Kind.IDLE_TIMEOUT, null, alpn);
    }
    if (frame || eventNanos != ABSENT) {
      return summary(Kind.UNKNOWN, null, alpn);
    }
    return summary(Kind.LOG_ENDED, null, alpn);
  }

  private Kind triggered() {
    String text = trigger == null ? "" : trigger.toLowerCase(Locale.ROOT);
    return switch (text) {
      case "clean" -> Kind.CLEAN;
      case "idle_timeout" -> Kind.IDLE_TIMEOUT;
      case "handshake_timeout" -> Kind.HANDSHAKE_TIMEOUT;
      case "stateless_reset" -> Kind.STATELESS_RESET;
      case "version_mismatch" -> Kind.VERSION_MISMATCH;
      default -> null;
    };
  }

  private CloseSummary summary(Kind kind, CloseError error, String alpn) {
    boolean frame = framesSent + framesReceived > 0;
    boolean byFrame = error == frameError;
    boolean reset = kind == Kind.STATELESS_RESET && resets > 0;
    boolean refused = kind == Kind.VERSION_MISMATCH && versionsRefused;
    Source source =
        eventNanos != ABSENT
            ? Source.EVENT
            : frame || reset || refused ? Source.PACKET : Source.INFERRED;
    long nanos = eventNanos;
    long offset = eventOffset;
    if (frame && (nanos == ABSENT || frameNanos < nanos)) {
      nanos = frameNanos;
      offset = frameOffset;
    } else if (reset && nanos == ABSENT) {
      nanos = resetNanos;
      offset = resetOffset;
    } else if (refused && nanos == ABSENT) {
      nanos = versionsNanos;
      offset = versionsOffset;
    }
    Initiator initiator = byFrame ? frameInitiator : eventInitiator;
    if (initiator == Initiator.UNKNOWN) {
      initiator = reset && resetsReceived > 0 ? Initiator.REMOTE : frameInitiator;
    }
    long code = error == null ? ABSENT : error.code();
    String reason =
        eventReason == null || eventReason.isEmpty() || (byFrame && frameError.reason() != null)
            ? frameError.reason()
            : eventReason;
    boolean known = nanos != ABSENT;
    return new CloseSummary(
        kind,
        initiator,
        source,
        Optional.ofNullable(error == null ? null : error.name(alpn)),
        code == ABSENT ? OptionalLong.empty() : OptionalLong.of(code),
        Optional.ofNullable(error == null ? null : error.alert()),
        Optional.ofNullable(trigger),
        Optional.ofNullable(reason == null || reason.isEmpty() ? eventReason : reason)
            .filter(text -> !text.isEmpty()),
        known ? OptionalLong.of(nanos) : OptionalLong.empty(),
        known ? OptionalLong.of(offset) : OptionalLong.empty(),
        idleTimeoutNanos() == ABSENT ? OptionalLong.empty() : OptionalLong.of(idleTimeoutNanos()),
        framesSent,
        framesReceived,
        resets);
  }
}
