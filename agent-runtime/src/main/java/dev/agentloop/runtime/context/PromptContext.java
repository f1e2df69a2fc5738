package dev.agentloop.runtime.context;

import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the context of a session is made of.
 *
 * @param files which files are read
 * @param tools whether there are tools at all; without them nothing needs a permission
 */
public record PromptContext(
        Path workingDirectory,
        SandboxPolicy sandbox,
        ApprovalPolicy approvals,
        ContextFiles files,
        boolean tools,
        Clock clock) {}
