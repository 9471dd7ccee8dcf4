/**
 * The server's identity on TLS: an authority of its own made at the first start, or a person's own
 * certificate and key; listening with it, and changing it while running.
 */
package parley.server.tls;
