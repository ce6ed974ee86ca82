/**
 * The command line: one file per command, which reads options, runs the analyzer and chooses a
 * report.
 *
 * <p>Entry class: {@link dev.moqlog.cli.QlogCli}. Commands run on the main thread; results reach
 * them there in order. What is printed is decided in {@code render}.
 */
package dev.moqlog.cli;
