/** For programs that answer people: see {@code docs/bots.md} and {@code examples/Bot.java}. */
package parley.client.bot;
