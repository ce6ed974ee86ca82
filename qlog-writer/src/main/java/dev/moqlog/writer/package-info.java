/**
 * Capture: what a QUIC stack records its connections with.
 *
 * <p>Entry classes: {@link dev.moqlog.writer.QlogRecorder}, one per process, and {@link
 * dev.moqlog.writer.QlogTrace}, one per connection. An event is encoded on the thread that records
 * it, committed to the chunk of its trace ({@code spool}), and appended to a file by the recorder's
 * I/O thread ({@code store}). Which connections are recorded is decided when they are opened
 * ({@code sampling}).
 *
 * <p>Threads: public classes say themselves what they are safe for. Package-private ones with the
 * word "output" in their name belong to the I/O thread.
 */
package dev.moqlog.writer;
