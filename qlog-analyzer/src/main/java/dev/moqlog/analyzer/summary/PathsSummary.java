package dev.moqlog.analyzer.summary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The network paths of one connection, and how it moved between them (RFC 9000 section 9).
 *
 * @param paths the paths, by first use
 * @param migrations how often the connection moved to another path, a NAT's new port included;
 *     absent if the log cannot tell
 * @param source how the migrations are known
 * @param challengesSent PATH_CHALLENGE frames sent
 * @param challengesReceived PATH_CHALLENGE frames received
 * @param validations PATH_CHALLENGE frames sent that were answered
 */
public record PathsSummary(
    List<PathSummary> paths,
    OptionalLong migrations,
    Optional<Source> source,
    long challengesSent,
    long challengesReceived,
    long validations) {}
