/**
 * The running log: what was decided, in the order in which it was decided, durable before anyone
 * hears of it; its writer, its readers, and the watch over its disk.
 */
package parley.server.log;
