package parley.server.file;

import java.time.Instant;

/**
 * A running transfer at a glance.
 *
 * @param person an id
 * @param incoming whether it is an upload
 * @param name of the file
 * @param size bytes of the whole file
 * @param at bytes of it that are there, or written
 */
public record TransferInfo(
    String person,
    String address,
    boolean incoming,
    String name,
    long size,
    long at,
    Instant since) {}
