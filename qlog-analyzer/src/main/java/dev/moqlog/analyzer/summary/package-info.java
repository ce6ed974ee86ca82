/**
 * Results as plain data: what is known of one connection, one source, and a whole fleet.
 *
 * <p>Entry classes: {@link dev.moqlog.analyzer.summary.ConnectionSummary} and {@link
 * dev.moqlog.analyzer.summary.FleetSummary}, the merge of any number of them. Merging is exact:
 * sums are integers (nanoseconds, bytes, counts), distributions add bucket by bucket, and the order
 * of merging never shows. What a log does not tell is absent, never zero. Records are immutable;
 * {@code FleetSummary} and {@code QuantileSketch} are confined to one thread at a time. This
 * package knows nobody.
 */
package dev.moqlog.analyzer.summary;
