/**
 * The three wire modes: a connection's bytes to requests, and messages to bytes. Knows the protocol
 * and nothing of the server.
 */
package parley.server.wire;
