/** Commands for scripts, with exit codes. */
package parley.client.scripts;
