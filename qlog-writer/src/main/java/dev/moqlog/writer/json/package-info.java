/**
 * The byte encoder: JSON text in UTF-8, without garbage.
 *
 * <p>Entry class: {@link dev.moqlog.writer.json.JsonBuffer}. It knows JSON and nothing of qlog. A
 * buffer belongs to one thread at a time.
 */
package dev.moqlog.writer.json;
