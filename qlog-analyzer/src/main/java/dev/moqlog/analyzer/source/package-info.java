/**
 * Where bytes come from: files, directories, archives and standard input, with compression taken
 * off.
 *
 * <p>Entry class: {@link dev.moqlog.analyzer.source.SourceFinder}, which turns paths into {@link
 * dev.moqlog.analyzer.source.LogSource}s; each hands out its contents one after the other. What a
 * source is shows in its bytes, never in its name. This package knows nothing of qlog. A source may
 * be opened on any thread, and {@link dev.moqlog.analyzer.source.Helpers} may decompress ahead; a
 * {@link dev.moqlog.analyzer.source.Content} belongs to the thread that reads it.
 */
package dev.moqlog.analyzer.source;
