/**
 * Finding messages by their words: an index in a file of its own, filled behind the log's commits
 * and rebuilt from the log whenever it is missing or damaged.
 */
package parley.server.search;
