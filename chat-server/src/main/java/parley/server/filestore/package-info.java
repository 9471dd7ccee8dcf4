/**
 * Where files are: each once, under the digest of its bytes, and what came of those that are not
 * whole.
 */
package parley.server.filestore;
