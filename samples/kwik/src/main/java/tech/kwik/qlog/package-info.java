/**
 * Where Kwik looks for the qlog of its server: it loads {@link tech.kwik.qlog.QLogFrontEnd} by this
 * name, and offers no other way. There must not be another library with this package on the class
 * path.
 *
 * <p>Thread rules: those of {@link dev.moqlog.samples.kwik.KwikQlog}.
 */
package tech.kwik.qlog;
