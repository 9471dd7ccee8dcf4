/**
 * The one ordered log and its index, in one SQLite file: what was decided, in the order in which it
 * was decided, durable before anyone hears of it.
 */
package parley.server.log;
