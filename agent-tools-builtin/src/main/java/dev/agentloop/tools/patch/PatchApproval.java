package dev.agentloop.tools.patch;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.sandbox.Access;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tools.files.SessionFiles;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The approval of one patch. What the policy does not let be read is refused at once; what it lets be read but not be
 * written is planned, so that somebody can be shown the diff and asked.
 */
final class PatchApproval implements PathAccess {
    private static final String WITHIN_POLICY = "A tool wants to change files";

    private final SessionFiles files;
    private final Set<String> refusals = new LinkedHashSet<>();

    PatchApproval(SessionFiles files) {
        this.files = files;
    }

    @Override
    public Optional<String> refusal(Path realPath) {
        Optional<String> unreadable = files.refusal(realPath, Access.READ);
        if (unreadable.isEmpty()) {
            files.refusal(realPath, Access.WRITE).ifPresent(refusals::add);
        }
        return unreadable.map(reason -> "The policy: " + reason + ".");
    }

    /**
     * Asks, as the session's policies have it; nobody is disturbed where the approval policy trusts the sandbox policy.
     *
     * @throws ToolExecutionException when the answer is no
     */
    void ask(PatchPlan plan, ToolContext context) {
        List<Path> paths = plan.files().stream()
                .flatMap(file -> Stream.concat(Stream.of(file.path()), file.movedTo().stream()))
                .map(files::asThePolicyNamesIt)
                .distinct()
                .toList();
        String reason = refusals.isEmpty() ? WITHIN_POLICY : String.join("; ", refusals);
        ApprovalDecision decision =
                context.ask(origin -> new ApprovalRequest.ApplyPatch(origin, reason, paths, plan.diff()));
        if (!decision.approved()) {
            String policy = refusals.isEmpty() ? "" : " The policy: " + reason + ".";
            throw new ToolExecutionException("The patch was not applied. It was denied"
                    + (decision.reason().isEmpty() ? "." : ": " + decision.reason() + ".") + policy);
        }
    }
}
