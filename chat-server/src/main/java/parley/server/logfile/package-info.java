/**
 * The log's file and folder: schema, rows, the chain of digests, the tables that follow from the
 * events, locks and repair. What runs on it is in {@code log}, what copies and checks it in {@code
 * archive}.
 */
package parley.server.logfile;
