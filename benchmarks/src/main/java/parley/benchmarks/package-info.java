/**
 * What the server costs, measured: a load generator, a bare relay to hold the server against, the
 * run that compares them, and JMH for the hot path. The document is {@code docs/benchmarks.md}.
 */
package parley.benchmarks;
