/**
 * From events to the numbers of one connection, one metric a file.
 *
 * <p>Entry class: {@link dev.moqlog.analyzer.connection.ConnectionSplitter}, which receives the
 * events of one log and gives a summary for each connection in it. {@code ConnectionAnalyzer} feeds
 * the events of one connection to its metrics; {@code SentPackets} follows the fate of every packet
 * sent. State is bounded whatever the log has. Everything here belongs to the thread that reads.
 */
package dev.moqlog.analyzer.connection;
