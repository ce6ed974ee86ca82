/**
 * What stands in for relays and players where dashboards are tried out: their metrics, made up, and
 * logs that the writer writes.
 */
package dev.moqlog.observability.stand;
