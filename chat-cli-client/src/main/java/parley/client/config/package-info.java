/** What a person has set for themselves: the file chat.toml, what may stand in it, what it says. */
package parley.client.config;
