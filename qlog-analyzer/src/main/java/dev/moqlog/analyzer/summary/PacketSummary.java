package dev.moqlog.analyzer.summary;

import java.util.OptionalLong;

/**
 * Packets of one connection, by {@code packet_sent}, {@code packet_received} and {@code
 * packet_dropped} events.
 *
 * @param sent distinct packet numbers sent, over all packet number spaces
 * @param received distinct packet numbers received
 * @param receivedDuplicate packets received with a number received before
 * @param dropped packets that arrived but were dropped by this endpoint
 * @param sentBytes bytes of packets sent, absent if no length was logged
 * @param receivedBytes bytes of packets received, absent if no length was logged
 */
public record PacketSummary(
    long sent,
    long received,
    long receivedDuplicate,
    long dropped,
    OptionalLong sentBytes,
    OptionalLong receivedBytes) {}
