package parley.server.logfile;

/**
 * A file that messages tell of.
 *
 * @param sha256 its digest, in lower-case hexadecimal digits
 * @param size bytes
 * @param messages how many tell of it
 * @param newest the number of the newest of them
 */
public record LoggedFile(String sha256, long size, long messages, long newest) {}
