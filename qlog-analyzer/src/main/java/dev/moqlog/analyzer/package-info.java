/**
 * Analysis of qlog files, from any QUIC stack, in a few lines.
 *
 * <p>Entry classes: {@link dev.moqlog.analyzer.QlogAnalyzer}, and {@link
 * dev.moqlog.analyzer.LogJoiner} where the logs of both ends are at hand. Data goes one way: {@code
 * source} opens what the user named, {@code read} makes events of bytes, {@code connection} makes
 * numbers of events, {@code join} compares the events of both ends, {@code summary} holds the
 * numbers, and {@code diagnose} tells from them why a connection was slow. {@code QlogAnalyzer} may
 * be used by several threads at once and works with threads of its own.
 */
package dev.moqlog.analyzer;
