// The client of the TypeScript SDK: starts a server, lists its tools and makes one call.
// node sdk-client.cjs NODE_MODULES CAPABILITIES_JSON CALL_JSON SERVER ARGUMENT...
const { createRequire } = require("node:module");
const [modules, capabilities, call, server, ...args] = process.argv.slice(2);
const load = createRequire(modules + "/");
const { Client } = load("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = load("@modelcontextprotocol/sdk/client/stdio.js");

async function main() {
  const client = new Client({ name: "peer", version: "1" }, { capabilities: JSON.parse(capabilities) });
  const command = { command: process.execPath, args: [server, ...args], env: process.env, stderr: "ignore" };
  await client.connect(new StdioClientTransport(command));
  const tools = [];
  let cursor;
  do {
    const page = await client.listTools(cursor ? { cursor } : {});
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor);
  const result = await client.callTool(JSON.parse(call));
  await client.close();
  process.stdout.write(JSON.stringify({ tools, result }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
