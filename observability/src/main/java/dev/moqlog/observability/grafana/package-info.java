/** Grafana's dashboards as values: panels, what they ask for, and how they are laid out. */
package dev.moqlog.observability.grafana;
