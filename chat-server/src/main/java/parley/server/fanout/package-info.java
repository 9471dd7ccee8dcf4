/** The broadcast registry: who gets which event, and one thread that hands them out in order. */
package parley.server.fanout;
