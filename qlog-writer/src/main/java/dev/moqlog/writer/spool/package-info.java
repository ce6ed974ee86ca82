/**
 * Memory between the threads of a QUIC stack and the one thread that writes files: chunks of a
 * bounded pool, a queue of them for each trace, the ring of a flight recorder, and the I/O thread.
 *
 * <p>Entry classes: {@link dev.moqlog.writer.spool.ChunkPool}, {@link
 * dev.moqlog.writer.spool.ChunkQueue}, {@link dev.moqlog.writer.spool.FlightRing} and {@link
 * dev.moqlog.writer.spool.SpoolThread}. Nothing here knows what the bytes mean or where they go.
 *
 * <p>Threads: a pool may be used by all. A queue has one producer at a time, which the caller sees
 * to, and one consumer, the I/O thread; neither ever waits for the other.
 */
package dev.moqlog.writer.spool;
