/**
 * What one stranger can do to the others: each attack of {@code docs/security.md} against a server
 * with the settings as shipped, while others chat from other addresses.
 */
package parley.benchmarks.harm;
