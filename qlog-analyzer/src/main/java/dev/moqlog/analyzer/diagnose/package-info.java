/**
 * Why a connection was slow: rules over a {@link dev.moqlog.analyzer.summary.ConnectionSummary},
 * never over events.
 *
 * <p>{@link dev.moqlog.analyzer.diagnose.Diagnosis} is the entry; {@link
 * dev.moqlog.analyzer.diagnose.Rule} explains each rule. All is stateless and may be used by any
 * thread.
 */
package dev.moqlog.analyzer.diagnose;
