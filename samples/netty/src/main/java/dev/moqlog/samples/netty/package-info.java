/**
 * A transfer between two endpoints of Netty's QUIC codec over a lossy link. The codec writes the
 * logs itself; {@link dev.moqlog.samples.netty.ConnectionLogs} decides which and where.
 *
 * <p>Entry class: {@link dev.moqlog.samples.netty.NettyTransfer}. All channels run on one event
 * loop.
 */
package dev.moqlog.samples.netty;
