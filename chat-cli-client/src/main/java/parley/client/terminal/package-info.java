/** The screen: the line being edited, what is printed above it, the lines at the bottom. */
package parley.client.terminal;
