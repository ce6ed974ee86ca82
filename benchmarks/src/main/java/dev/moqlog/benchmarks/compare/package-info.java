/**
 * Other ways to get numbers out of a directory of logs, each a program that {@code
 * benchmarks/compare.sh} runs and times: {@link dev.moqlog.benchmarks.compare.DuckDbQuery} and
 * {@link dev.moqlog.benchmarks.compare.JacksonTree}. Each prints how many events, packets sent and
 * packets declared lost it found.
 */
package dev.moqlog.benchmarks.compare;
