/** Where the client's files are, and that others can't read them. */
package parley.client.files;
