/**
 * A person who types: the table of what can be typed, the dialog that answers it, and the lines to
 * type at a shell.
 */
package parley.server.text;
