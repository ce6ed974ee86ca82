/** The dashboards of the stack. */
package dev.moqlog.observability.dashboards;
