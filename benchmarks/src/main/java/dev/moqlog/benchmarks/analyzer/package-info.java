/**
 * How fast logs are read and analyzed, next to Jackson streaming that extracts only what round
 * trips, loss and retransmission need.
 *
 * <p>Entry class: {@link dev.moqlog.benchmarks.analyzer.AnalyzerBenchmark}. What both ways have
 * read is told by {@link dev.moqlog.benchmarks.analyzer.Facts}, which have to agree.
 */
package dev.moqlog.benchmarks.analyzer;
