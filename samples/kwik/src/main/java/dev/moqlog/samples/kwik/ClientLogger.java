package dev.moqlog.samples.kwik;

import java.time.Instant;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.log.QLog;
import tech.kwik.core.packet.QuicPacket;

/** Logs nothing but the qlog of one connection of a client. */
final class ClientLogger extends NullLogger {
  private final KwikQlog qlog;

  ClientLogger(KwikQlog qlog) {
    this.qlog = qlog;
  }

  @Override
  public QLog getQLog() {
    return qlog;
  }

  /** The one place where Kwik shows what a client receives: it does not tell its qlog. */
  @Override
  public void received(Instant time, int datagramNumber, QuicPacket packet) {
    qlog.emitPacketReceivedEvent(packet, time);
  }
}
