/**
 * The dashboards of the stack, one a class, and what they have in common: variables, links, and the
 * objectives that are promised.
 *
 * <p>Entry class: {@link dev.moqlog.observability.dashboards.Dashboards}. For one thread.
 */
package dev.moqlog.observability.dashboards;
