package dev.moqlog.samples.telemetry.moq;

import dev.moqlog.samples.telemetry.net.Endpoint;
import dev.moqlog.samples.telemetry.net.StreamHandler;

/** The client of a session: a player or a publisher. */
interface Peer extends StreamHandler {

  /** Takes its end of the connection, before anything happens on it. */
  void attach(Endpoint endpoint);
}
