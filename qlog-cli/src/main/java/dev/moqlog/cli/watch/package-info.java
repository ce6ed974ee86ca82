/**
 * Follows a directory of traces and counts each of them once: which there are and which are
 * finished ({@link dev.moqlog.cli.watch.TraceFollower}), what was counted and the numbers made of
 * it, in a file that survives any end of the process ({@link dev.moqlog.cli.watch.WatchState}), and
 * the step that joins both with an analysis ({@link dev.moqlog.cli.watch.Watcher}, the entry
 * class). Knows neither metrics nor how they are shown.
 *
 * <p>All classes belong to one thread, that of the watch, except where they say otherwise.
 */
package dev.moqlog.cli.watch;
