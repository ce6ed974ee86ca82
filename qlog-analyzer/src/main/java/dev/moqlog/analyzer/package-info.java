/**
 * Analysis of qlog files, from any QUIC stack, in a few lines.
 *
 * <p>Entry class: {@link dev.moqlog.analyzer.QlogAnalyzer}. Data goes one way: {@code source} opens
 * what the user named, {@code read} makes events of bytes, {@code connection} makes numbers of
 * events, {@code summary} holds them. {@code QlogAnalyzer} may be used by several threads at once
 * and works with threads of its own.
 */
package dev.moqlog.analyzer;
