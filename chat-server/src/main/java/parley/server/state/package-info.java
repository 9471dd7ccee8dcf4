/**
 * What the server knows: the records of the log and the state that follows from them. Pure data: no
 * clock, no randomness, no disk, no threads.
 */
package parley.server.state;
