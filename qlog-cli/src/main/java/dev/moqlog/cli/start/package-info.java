/**
 * How the program starts fast: an archive of its classes, made in the background after the first
 * run, spares the virtual machine to parse and verify them each time. Knows nothing of what the
 * program does.
 */
package dev.moqlog.cli.start;
