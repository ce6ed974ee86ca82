package dev.moqlog.analyzer.summary;

import dev.moqlog.vocabulary.PacketNumberSpace;

/**
 * The packets sent in one packet number space (RFC 9000 section 12.3), by their fate as in {@link
 * LossSummary}.
 *
 * @param space the packet number space
 * @param pathId its path; 0 without multipath
 * @param sent distinct packet numbers sent
 * @param declared packets declared lost
 * @param spurious of those, acknowledged after all
 * @param inferred packets not declared but lost by the acknowledgments
 * @param unresolved packets whose fate the log does not tell
 */
public record SpaceSummary(
    PacketNumberSpace space,
    long pathId,
    long sent,
    long declared,
    long spurious,
    long inferred,
    long unresolved) {}
