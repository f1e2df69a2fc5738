package dev.agentloop.runtime.session;

import dev.agentloop.runtime.approval.ExecRules;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.concurrent.TurnThreads;
import dev.agentloop.runtime.loop.IdSource;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.runtime.tool.ToolChecks;
import dev.agentloop.runtime.tool.ToolLookup;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.tool.ToolSpec;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all sessions of an agent share.
 *
 * @param provider the model service
 * @param model the way to the model
 * @param toolSpecs what the model sees of the tools at the moment, in order
 * @param tools finds tools
 * @param checks checks calls
 * @param outputs schemas and checks of structured answers
 * @param sandboxes finds the provider for a policy
 * @param store where sessions are kept
 * @param threads runs turns and calls
 * @param deadlines ends what takes too long
 * @param clock the time
 * @param ids makes ids
 * @param execRules rules about commands and hosts
 * @param approvedAlways questions that need no asking any more
 * @param onAnswer told of the first event of each answer
 */
public record SessionServices(
        ModelProvider provider,
        ModelClient model,
        Supplier<List<ToolSpec>> toolSpecs,
        ToolLookup tools,
        ToolChecks checks,
        StructuredOutputs outputs,
        Function<SandboxPolicy, SandboxProvider> sandboxes,
        SessionStore store,
        TurnThreads threads,
        Deadlines deadlines,
        Clock clock,
        IdSource ids,
        ExecRules execRules,
        Set<String> approvedAlways,
        Runnable onAnswer) {}
