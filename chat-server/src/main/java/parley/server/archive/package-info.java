/**
 * The commands on a data folder: backup, restore, check, export, import. They need no server, and
 * those that change nothing run beside one.
 */
package parley.server.archive;
