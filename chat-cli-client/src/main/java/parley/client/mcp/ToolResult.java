package parley.client.mcp;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool answers.
 *
 * @param text for who reads
 * @param data the same for programs
 */
record ToolResult(String text, ObjectNode data) {}
