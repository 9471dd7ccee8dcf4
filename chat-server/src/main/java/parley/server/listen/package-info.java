/** The doors: listeners, and who is let in. */
package parley.server.listen;
