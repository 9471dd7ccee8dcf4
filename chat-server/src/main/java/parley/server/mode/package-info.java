/**
 * What a wire mode is, and those of JSON. Another one is an entry in the server's list and a
 * package of its own; a connection knows none of them by name.
 */
package parley.server.mode;
