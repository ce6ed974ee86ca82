/**
 * From events to the numbers of one connection, one metric a file.
 *
 * <p>Entry class: {@link dev.moqlog.analyzer.connection.ConnectionSplitter}, which receives the
 * events of one log and gives a summary for each connection in it. {@code ConnectionAnalyzer} feeds
 * the events of one connection to its metrics, many of them by way of {@code TransportMetrics} (how
 * it began, ended and found its path) and {@code TransferMetrics} (how data moved); {@code
 * SentPackets} follows the fate of every packet sent and tells it through {@code FateListener}.
 * State is bounded whatever the log has. Everything here belongs to the thread that reads.
 */
package dev.moqlog.analyzer.connection;
