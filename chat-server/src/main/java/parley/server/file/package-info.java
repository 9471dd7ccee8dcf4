/**
 * Files: where they are kept, who may bring and fetch them, and the connections that carry their
 * bytes. Nothing here shares a lock or a thread with the chat.
 */
package parley.server.file;
