package parley.server.log;

import java.util.List;
import parley.server.state.Entry;

/**
 * Some of what one person said, oldest first.
 *
 * @param entries {@link parley.server.state.Change.Said} only
 * @param upTo all of it up to this event was gone through
 */
public record OwnPage(List<Entry> entries, long upTo) {}
