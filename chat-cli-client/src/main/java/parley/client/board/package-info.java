/** The server's figures over time, as plots on a screen of any size. */
package parley.client.board;
