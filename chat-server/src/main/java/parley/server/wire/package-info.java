/**
 * How messages become bytes: JSON in frames and in lines, and text. Knows the protocol and nothing
 * of the server.
 */
package parley.server.wire;
