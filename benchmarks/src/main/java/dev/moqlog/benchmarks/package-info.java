/**
 * What this project's speed is, measured: {@link dev.moqlog.benchmarks.RunBenchmarks} runs all
 * benchmarks of JMH.
 *
 * <p>{@code writer} measures what recording an event costs, {@code analyzer} how fast logs are read
 * and analyzed, {@code generate} makes logs to read, and {@code compare} has other programs read
 * them. None of the first two knows the other.
 */
package dev.moqlog.benchmarks;
