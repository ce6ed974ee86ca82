/**
 * Where traces are kept on disk: names, the directory, repair after a crash, compression, and the
 * space they may take.
 *
 * <p>Entry class: {@link dev.moqlog.writer.store.QlogDirectory}, a root with one directory for each
 * connection. {@link dev.moqlog.writer.store.TraceNames} says what the names in it are, {@link
 * dev.moqlog.writer.store.TraceRepair} closes files that a killed process left open, {@link
 * dev.moqlog.writer.store.TraceCompressor} and {@link dev.moqlog.writer.store.TraceInventory} keep
 * them small and few.
 *
 * <p>A root belongs to capture alone, and must not be writable by users who are not trusted: links
 * are never followed inside it, but a directory replaced at the wrong moment is not noticed. What
 * does not have the name of a trace is left alone.
 *
 * <p>Everything but {@link dev.moqlog.writer.store.TraceInventory} works on the calling thread and
 * blocks on the disk, so none of it belongs on a thread that moves packets. Failures are {@link
 * java.io.IOException}s whose text says what to do.
 */
package dev.moqlog.writer.store;
