/**
 * Scripted models, recorders and compatibility kits: for whoever tests an agent, a tool or an extension.
 *
 * <p>A test of an agent needs three lines and no key:
 *
 * <pre>{@code
 * ScriptedModelProvider model = ScriptedModelProvider.script().call("call_1", "add", "{\"a\":1,\"b\":2}").text("It is 3.");
 * Agent agent = Agent.builder().modelProvider(model).tools(new Calculator()).build();
 * assertThat(agent.run("What is 1 + 2?").finalMessage()).isEqualTo("It is 3.");
 * }</pre>
 *
 * <p>{@link dev.agentloop.testkit.ScriptedModelServer} does the same over real HTTP, on every wire and with every
 * fault a network has.
 * {@link dev.agentloop.testkit.MatchingModelServer} answers by what a request contains instead of by its turn, and
 * needs {@code org.wiremock:wiremock-standalone} beside this artifact. {@link dev.agentloop.testkit.ToolBench} runs one
 * tool by itself. Kits for implementors are in {@code dev.agentloop.testkit.tck}.
 */
@NullMarked
package dev.agentloop.testkit;

import org.jspecify.annotations.NullMarked;
