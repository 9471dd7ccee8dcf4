/** What the shell is told of a program: completion and manual pages, from its command line. */
package parley.shell;
