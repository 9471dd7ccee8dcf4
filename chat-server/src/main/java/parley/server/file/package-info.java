/**
 * Who may bring and fetch files, and the connections that carry their bytes. Nothing here shares a
 * lock or a thread with the chat.
 */
package parley.server.file;
