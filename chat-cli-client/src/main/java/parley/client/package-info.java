/** The terminal client: its command line, and the objects that it is made of. */
package parley.client;
