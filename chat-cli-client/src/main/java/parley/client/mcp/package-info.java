/** The chat as tools of an agent: the Model Context Protocol over standard input and output. */
package parley.client.mcp;
