/**
 * What results look like: tables for people, JSON, NDJSON and CSV for programs.
 *
 * <p>Entry class: {@link dev.moqlog.cli.render.Report}, which takes summaries as they come and
 * writes when it can. Machine formats are a contract: fields keep their names, order and units
 * within one schema version, what is unknown is left out. Nothing here computes a number. A report
 * is used by one thread.
 */
package dev.moqlog.cli.render;
