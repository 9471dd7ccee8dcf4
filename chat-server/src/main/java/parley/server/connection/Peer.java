package parley.server.connection;

import java.net.InetAddress;

/**
 * The other end of a TCP connection.
 *
 * @param here the port on this side
 */
record Peer(InetAddress address, int port, int here) {}
