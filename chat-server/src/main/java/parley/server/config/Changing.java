package parley.server.config;

/** How a setting can become another one. */
public enum Changing {
  /** Only by a restart. */
  AT_RESTART,

  /**
   * Where it is set, and then by a reload: it says whom the server trusts, names a program, or
   * guards what operators have done themselves. Who may write the server's files decides that, and
   * no operator, who could pose as others with it.
   */
  IN_FILES,

  /** That way, or by an operator's {@code limits set} until the next reload. */
  BY_OPERATORS
}
