package dev.moqlog.benchmarks.generate;

import java.util.List;

/**
 * What was made.
 *
 * @param bytes uncompressed
 * @param files how many files
 * @param connections how many traces
 * @param leftOut the logs that could not be varied, and why
 */
public record Generated(long bytes, long files, long connections, List<String> leftOut) {}
