/**
 * Programs that show how the moqlog libraries are used.
 *
 * <p>Entry class: {@link dev.moqlog.samples.LossyConnections}. Each program runs on its main
 * thread.
 */
package dev.moqlog.samples;
