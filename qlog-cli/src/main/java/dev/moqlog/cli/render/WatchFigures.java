package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.FleetDiagnosis;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a watch shows at one moment.
 *
 * @param directory what is watched
 * @param running for how long
 * @param counted traces counted since the state file was made
 * @param open traces that are being written
 * @param missed traces that were deleted before they were counted
 * @param changed traces that went on after they were counted
 * @param failed traces that could not be analyzed
 * @param lag how long the latest traces had been complete when they were counted
 * @param minute the connections of the last minute, or of the whole time if that is shorter
 * @param minuteSpan how long that is
 * @param all the connections since the watch was started
 * @param diagnosis what was found in them
 * @param worst connections of the last minute with the most loss
 * @param problem what is wrong now
 */
public record WatchFigures(
    String directory,
    Duration running,
    long counted,
    long open,
    long missed,
    long changed,
    long failed,
    Duration lag,
    FleetSummary minute,
    Duration minuteSpan,
    FleetSummary all,
    FleetDiagnosis diagnosis,
    List<ConnectionSummary> worst,
    Optional<String> problem) {}
