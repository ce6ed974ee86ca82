/**
 * A UDP link on loopback that delays, loses and reorders datagrams.
 *
 * <p>Entry class: {@link dev.moqlog.samples.link.LossyLink}. It relays between the clients of one
 * UDP server and that server, on two threads of its own; all of its methods may be called from any
 * thread.
 */
package dev.moqlog.samples.link;
