/**
 * The pure decisions: a state and a command give changes and a reply. No clock, no randomness, no
 * disk; what a command needs of those is put into it before.
 */
package parley.server.decide;
