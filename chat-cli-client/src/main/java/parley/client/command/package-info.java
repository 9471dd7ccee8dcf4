/** What is typed at the terminal, and what is done about it. */
package parley.client.command;
