package dev.moqlog.samples.link;

/** The way a datagram goes over a link. */
public enum Direction {
  TO_SERVER,
  TO_CLIENT
}
