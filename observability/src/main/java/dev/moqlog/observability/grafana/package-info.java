/**
 * Grafana's dashboards as values: panels, what they ask for, and how they are laid out. Knows
 * Grafana's form and PromQL, and no dashboard. Queries are made from metrics of the catalogues, so
 * that none can name a metric or a label that there is not.
 *
 * <p>Entry class: {@link dev.moqlog.observability.grafana.GrafanaJson} writes a {@link
 * dev.moqlog.observability.grafana.Dashboard}; {@link dev.moqlog.observability.grafana.Panel} and
 * {@link dev.moqlog.observability.grafana.Series} make one. A panel belongs to the thread that
 * makes it; all else is immutable.
 */
package dev.moqlog.observability.grafana;
