/**
 * The logs of both ends of a connection, joined: which logs belong together, how their clocks
 * relate, and what became of every packet.
 *
 * <p>Entry classes: {@link dev.moqlog.analyzer.join.EndIndexer}, which learns in a first pass which
 * connections there are, {@link dev.moqlog.analyzer.join.Pairing}, which finds the two ends of
 * each, {@link dev.moqlog.analyzer.join.EndPackets}, which collects the packets of one end in a
 * second pass, {@link dev.moqlog.analyzer.join.EndObjects}, which collects its Media over QUIC
 * objects, and {@link dev.moqlog.analyzer.join.PairJoin}, which compares those of both ends.
 * Everything here is confined to one thread at a time, and bounded: connections, packets and
 * objects beyond a limit are counted and given up.
 */
package dev.moqlog.analyzer.join;
