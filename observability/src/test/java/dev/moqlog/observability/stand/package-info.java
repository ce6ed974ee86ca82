/** What stands in for Docker where reading logs is tried out. */
package dev.moqlog.observability.stand;
