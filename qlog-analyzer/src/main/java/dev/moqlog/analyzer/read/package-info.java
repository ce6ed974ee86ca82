/**
 * From bytes to events: containers, dialects, times and damage are dealt with here and exist
 * nowhere above.
 *
 * <p>Entry class: {@link dev.moqlog.analyzer.read.QlogReader}. {@code ContainerReader} finds
 * records in any container and goes on behind damage, {@code EventDecoder} understands one event,
 * {@code HeaderFields} and {@code EventClock} give it its context; {@link
 * dev.moqlog.analyzer.read.QlogHandler} receives events in today's names and units. {@code
 * NetlogReader} does the same for the events of a Chrome netlog. This package knows no metric. A
 * reader and all it hands out belong to the thread that reads.
 */
package dev.moqlog.analyzer.read;
