package dev.moqlog.cli.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a watch is doing.
 *
 * @param totals what was done since the state file was made, as committed
 * @param open traces that are there and not counted
 * @param directories directories that are followed
 * @param unreadable directories that cannot be listed, what in others cannot be looked at, and
 *     files whose names cannot be told
 * @param unreadableExample one of those that cannot be read, and why
 * @param rootProblem why nothing at all is counted: the directory of the watch is not there, or
 *     cannot be listed
 * @param lag how long the batch that was committed last had waited: from when the first of its
 *     traces was finished, or from the start of the watch if that was later, until the commit
 * @param maxLag the longest lag since the start
 * @param lastLook when the directory was last looked at
 */
public record WatchNumbers(
    WatchTotals totals,
    long open,
    long directories,
    long unreadable,
    Optional<String> unreadableExample,
    Optional<String> rootProblem,
    Duration lag,
    Duration maxLag,
    Instant lastLook) {}
