/** What waits to be written to one connection, its writer, and catching up from the log. */
package parley.server.outbox;
