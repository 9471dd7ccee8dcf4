/**
 * What is counted and timed, and how it is shown: one snapshot of figures for people, the same for
 * the log and for Prometheus. It knows nobody; what others hold (connections, outboxes) is handed
 * in by whoever builds the server.
 */
package parley.server.stats;
