/**
 * A transfer between two endpoints of Netty's QUIC codec over a lossy link. The codec writes the
 * logs itself; {@link dev.moqlog.samples.netty.RecordedLogs} asks a recorder which, and moves the
 * logs into its traces.
 *
 * <p>Entry class: {@link dev.moqlog.samples.netty.NettyTransfer}. All channels run on one event
 * loop; logs are moved on a thread of their own.
 */
package dev.moqlog.samples.netty;
