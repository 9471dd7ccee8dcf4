/** The server's own log: its lines, their output, and what keeps a flood out of it. */
package parley.server.logging;
