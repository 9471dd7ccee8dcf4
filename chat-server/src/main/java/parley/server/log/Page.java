package parley.server.log;

import java.util.List;
import parley.server.state.Entry;

/**
 * What one person may see, read up to a number.
 *
 * @param entries everything visible in {@code (after, upTo]}, oldest first
 * @param upTo may be below the number that was asked for: read on from here
 */
public record Page(List<Entry> entries, long upTo) {}
