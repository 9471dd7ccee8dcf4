package parley.server.log;

import java.util.List;
import parley.server.state.Entry;

/**
 * Messages read back.
 *
 * @param entries {@link parley.server.state.Change.Said} only, oldest first
 * @param more whether there are further ones in the direction that was read
 */
public record History(List<Entry> entries, boolean more) {}
