package tech.kwik.qlog;

import dev.moqlog.samples.kwik.KwikQlog;

/** The qlog of one connection of a server: Kwik makes one for each, by reflection. */
public final class QLogFrontEnd extends KwikQlog {

  /** What Kwik calls, with the original destination connection id. */
  public QLogFrontEnd(byte[] originalDestinationConnectionId) {
    super(originalDestinationConnectionId);
  }
}
