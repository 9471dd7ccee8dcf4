package parley.protocol;

/**
 * Who said or did something.
 *
 * @param id who it is, whatever they are called later; null where it was nobody who says hello
 * @param name what they were called then
 */
public record Author(String id, String name) {}
