/** What people type and read, for both programs, whatever machine they run on. */
package parley.text;
