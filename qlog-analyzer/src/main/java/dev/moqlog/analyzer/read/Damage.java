package dev.moqlog.analyzer.read;

/**
 * A stretch of a log that could not be used.
 *
 * @param offset where it begins, in bytes of the uncompressed content
 * @param bytes how long it is
 * @param truncation whether it was cut off by the end of the content, rather than corrupt
 * @param reason what was wrong, in words for the owner of the file
 */
public record Damage(long offset, long bytes, boolean truncation, String reason) {}
