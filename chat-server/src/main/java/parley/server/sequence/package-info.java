/**
 * The one order of all that happens: requests are decided one after another on one thread, written
 * to the log in batches, and published once they are on disk.
 */
package parley.server.sequence;
