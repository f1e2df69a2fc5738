package dev.agentloop.runtime.session;

import dev.agentloop.Compaction;
import dev.agentloop.Limits;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.EventListener;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.context.ContextFiles;
import dev.agentloop.runtime.context.PromptFile;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.HostedTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an agent was told to do; what its sessions start from.
 *
 * @param model the model's name
 * @param effort how hard it should think
 * @param instructions what it is told to be
 * @param workingDirectory where sessions work, absolute
 * @param sandbox what they may do
 * @param approvalPolicy when to ask
 * @param approvalHandler whom to ask
 * @param contextFiles which files speak to the model
 * @param hostedTools tools of the service
 * @param listeners listeners of all sessions
 * @param listenerFactories make a listener for each session
 * @param limits of turns
 * @param compaction when and how to shorten the history
 */
public record AgentSettings(
        String model,
        Optional<ReasoningEffort> effort,
        PromptFile instructions,
        Path workingDirectory,
        SandboxPolicy sandbox,
        ApprovalPolicy approvalPolicy,
        ApprovalHandler approvalHandler,
        ContextFiles contextFiles,
        List<HostedTool> hostedTools,
        List<EventListener> listeners,
        List<EventListener.Factory> listenerFactories,
        Limits limits,
        Compaction compaction) {}
