/**
 * What the tests of more than one module stand on: clients that a test moves message by message, a
 * server process that it starts and kills, and measures. Never part of a program.
 */
package parley.testkit;
