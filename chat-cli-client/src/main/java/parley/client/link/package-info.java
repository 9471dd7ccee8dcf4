/** A connection that mends itself: the one cursor, what is pending, when to try again. */
package parley.client.link;
