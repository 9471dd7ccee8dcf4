/** One connection: where to, how it is trusted, framed messages both ways. */
package parley.client.net;
