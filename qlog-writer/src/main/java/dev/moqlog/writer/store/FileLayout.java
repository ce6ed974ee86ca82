package dev.moqlog.writer.store;

/**
 * How a trace file is put together from the pieces it is given.
 *
 * @param header what stands before the first event
 * @param footer what stands after the last event and is overwritten by the next
 * @param separatorBytes how much at the beginning of an event only separates it from the one
 *     before, and is left out of the first
 * @param extension the end of the file's name, with the dot
 */
public record FileLayout(byte[] header, byte[] footer, int separatorBytes, String extension) {}
