package dev.moqlog.writer;

/** How much of an IP address is written. */
public enum AddressPolicy {
  /** The address and the port. */
  FULL,
  /** The first 24 bits of an IPv4 address or 56 of an IPv6 address, and no port. */
  PREFIX,
  /** A keyed hash, which tells whether two addresses are the same. */
  HASH,
  /** Nothing. */
  NONE
}
