/**
 * One immutable record of settings and where each came from: defaults, one TOML file, the
 * environment, {@code --set} flags. Every key is defined once, in {@link
 * parley.server.config.Keys}; the file's template, the environment names, the checks, the command
 * and the documentation come from there.
 */
package parley.server.config;
