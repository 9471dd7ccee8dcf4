/**
 * Who is on a connection and what they ask: requests become acts for the sequencer, and what needs
 * no decision (history, ping, figures) is answered here.
 */
package parley.server.session;
