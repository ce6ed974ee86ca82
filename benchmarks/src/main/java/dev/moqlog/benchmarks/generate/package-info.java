/**
 * Makes data sets of any size from a few real logs: variants of them that are logs of the same
 * stack with the same losses, and no two alike.
 *
 * <p>Entry class: {@link dev.moqlog.benchmarks.generate.GenerateLogs}. An {@link
 * dev.moqlog.benchmarks.generate.OriginalLog} is a real log with the places that vary, found by
 * {@link dev.moqlog.benchmarks.generate.OriginalReader}; a {@link
 * dev.moqlog.benchmarks.generate.Variation} says what stands there instead. Who writes files knows
 * nothing of stacks, and who knows stacks writes nothing.
 */
package dev.moqlog.benchmarks.generate;
