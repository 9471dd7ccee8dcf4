/** Files on their way: asked for by the link, carried on connections of their own, resumed. */
package parley.client.transfer;
