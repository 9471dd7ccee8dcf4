/** One connection: its reader, the finding of its wire mode, its heartbeat and its end. */
package parley.server.connection;
