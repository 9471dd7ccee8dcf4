/**
 * Who may do what, and by which rule: all of it, and only here. Pure: a view, who asks, and a time
 * give a verdict.
 */
package parley.server.rights;
