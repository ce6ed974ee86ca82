/**
 * From bytes to events: containers, dialects, times and damage are dealt with here and exist
 * nowhere above.
 *
 * <p>Entry class: {@link dev.moqlog.analyzer.read.QlogReader}. {@code ContainerReader} finds
 * records in any container and goes on behind damage, {@code EventDecoder} understands one event,
 * {@code HeaderFields} and {@code EventClock} give it its context. Events that are written as
 * nearly all are do not need to be found first: {@code EventRun} reads them one behind the other,
 * with {@code ByteCursor} as what the decoder walks on, {@code LearningDecoder} recognises events
 * that are like earlier ones but for their numbers, and {@code ParallelRun} lets other threads do
 * that ahead. All else goes the general way, through {@code JsonScanner} and {@code JacksonCursor},
 * and what both ways can read they read the same. {@link dev.moqlog.analyzer.read.QlogHandler}
 * receives events in today's names and units. {@code NetlogReader} does the same for the events of
 * a Chrome netlog. This package knows no metric. A reader and all it hands out belong to the thread
 * that reads; what helpers do shows nowhere.
 */
package dev.moqlog.analyzer.read;
