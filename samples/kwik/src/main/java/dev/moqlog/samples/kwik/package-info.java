/**
 * A transfer between two endpoints of the QUIC stack Kwik over a lossy link.
 *
 * <p>Entry class: {@link dev.moqlog.samples.kwik.KwikTransfer}. The client runs on the thread that
 * starts the transfer, the server on threads of Kwik.
 */
package dev.moqlog.samples.kwik;
