/**
 * How fast somebody may do something, counted for a person or for the network they come from, so
 * that a limit outlives the connection on which it was reached.
 */
package parley.server.rate;
