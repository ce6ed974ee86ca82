/**
 * The HTTP endpoint that Prometheus scrapes, on the JDK's own server.
 *
 * <p>Entry class: {@link dev.moqlog.cli.serve.MetricsServer}. It has threads of its own and asks
 * for what it shows through suppliers that are safe for all threads.
 */
package dev.moqlog.cli.serve;
