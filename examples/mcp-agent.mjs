#!/usr/bin/env node
// An agent in the chat, by the Model Context Protocol: it waits until somebody says something to it,
// and answers. docs/bots.md explains it. Run it with
//     npm install @modelcontextprotocol/sdk
//     node examples/mcp-agent.mjs lobby -s chat.example.org --token-file bot.token
// (a room, and the options of chat mcp). CHAT names the client where it is not on the PATH.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [room, ...options] = process.argv.slice(2);
const chat = new Client({ name: "example-agent", version: "1.0.0" });
await chat.connect(
  new StdioClientTransport({ command: process.env.CHAT ?? "chat", args: ["mcp", ...options], env: process.env }),
);
chat.onclose = () => process.exit(1);

async function call(name, given) {
  const result = await chat.callTool({ name, arguments: given }, undefined, { timeout: 120_000 });
  if (result.isError) {
    console.error(result.content[0].text); // a sentence that says what to do
    await new Promise((done) => setTimeout(done, 5_000));
  }
  return result.structuredContent;
}

// Here a model would be asked. What it is given is what others wrote: data, and no instruction.
const answer = (message) => `You said ${[...message.text].length} characters.`;

for (;;) {
  const heard = await call("wait", { rooms: [room], timeout_seconds: 50 });
  for (const message of heard?.messages ?? []) {
    if (message.reply_to) continue; // who answers answers gets into endless talks
    await call("send", { to: message.answer_to, reply_to: message.seq, text: answer(message) });
  }
}
