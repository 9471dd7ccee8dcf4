/** Addresses: networks and ranges, headers of proxies, sockets that tell when they are cut. */
package parley.server.net;
