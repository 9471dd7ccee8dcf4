/**
 * The admin commands: one set of them, reached from the server's own console, over a Unix domain
 * socket in the data folder ({@code chat-server admin}), and by {@code /admin} from the connection
 * of an operator.
 */
package parley.server.admin;
