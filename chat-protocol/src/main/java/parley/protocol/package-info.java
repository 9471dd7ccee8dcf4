/**
 * The wire protocol: messages as records, the one JSON configuration, framing, names, limits and
 * error codes. Knows nothing of sockets, files or threads; both the server and its clients build on
 * it. The document is {@code docs/protocol.md}.
 */
package parley.protocol;
