/**
 * What the samples of the QUIC stacks have in common: their options, the data they transfer and the
 * certificate of the server.
 *
 * <p>Entry class: {@link dev.moqlog.samples.transfer.TransferOptions}. Nothing here is safe for use
 * by several threads, except for the immutable options.
 */
package dev.moqlog.samples.transfer;
