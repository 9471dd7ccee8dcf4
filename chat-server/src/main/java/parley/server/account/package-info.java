/** How passwords are kept and tried: slowly, and never where anybody waits for a message. */
package parley.server.account;
