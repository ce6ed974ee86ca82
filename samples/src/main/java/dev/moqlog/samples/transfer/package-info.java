/**
 * What the samples of the QUIC stacks have in common: their options, the data they transfer, the
 * certificate of the server and the traces.
 *
 * <p>Entry class: {@link dev.moqlog.samples.transfer.TransferOptions}. Only the immutable options
 * and {@link dev.moqlog.samples.transfer.TransferTraces} are safe for use by several threads.
 */
package dev.moqlog.samples.transfer;
