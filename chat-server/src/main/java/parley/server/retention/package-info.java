/**
 * What is too old or too much: what retention may take, when it takes it, and what that would be.
 */
package parley.server.retention;
