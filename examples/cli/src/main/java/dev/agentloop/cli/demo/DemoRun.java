package dev.agentloop.cli.demo;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnResult;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One demo: check, let the agent work, check again, tell. */
final class DemoRun {
    private static final String TASK = """
            The test of this small Java project fails. Find the cause, repair the code under src and run the test again. \
            Do not change the test. There is no build tool; build and test with
            """ + DemoProject.TEST_COMMAND;

    private final DemoProject project;
    private final DemoModel model;
    private final DemoReport report;
    private final Agent agent;
    private final DemoCheck check;
    private final DemoEscapes escapes;

    private DemoRun(
            DemoProject project,
            DemoModel model,
            DemoReport report,
            Agent agent,
            DemoCheck check,
            DemoEscapes escapes) {
        this.project = project;
        this.model = model;
        this.report = report;
        this.agent = agent;
        this.check = check;
        this.escapes = escapes;
    }

    static DemoRun prepare(DemoProject project, Jdk jdk, DemoModel model, String searchPath, DemoReport report) {
        AgentCommands commands = new AgentCommands();
        Agent.Builder builder = Agent.builder()
                .workingDirectory(project.folder())
                .approvals(ApprovalPolicy.never(), ApprovalHandler.denyAll())
                .limits(limits -> limits.turnTimeout(Duration.ofMinutes(10)).maxSamples(40))
                .toolProvider(commands)
                .listener(report);
        model.configure().accept(builder);
        Agent agent = builder.sandbox(DemoSandbox.policy(project.folder(), jdk, searchPath))
                .build();
        return new DemoRun(
                project,
                model,
                report,
                agent,
                new DemoCheck(project, jdk, commands.commands()),
                new DemoEscapes(commands.commands(), Path.of(System.getProperty("user.home"))));
    }

    /** Whether the sandbox refused what it must, and the test failed before and passes now. */
    boolean run() throws IOException {
        long started = System.nanoTime();
        report.begin(model, agent.enforcement().providerId(), project);
        List<DemoEscapes.Attempt> attempts = escapes.run();
        attempts.forEach(report::attempted);
        boolean confined = attempts.stream().allMatch(DemoEscapes.Attempt::refused);
        DemoCheck.Outcome before = check.run();
        report.checked("before", before);
        if (before.verdict() != DemoCheck.Verdict.FAILS) {
            report.end(DemoResult.notStarted(confined, before));
            return false;
        }
        TurnResult turn;
        try (AgentSession session = agent.startSession()) {
            turn = session.run(TASK);
        }
        DemoCheck.Outcome after = check.run();
        report.checked("after", after);
        DemoResult result = new DemoResult(
                confined,
                before,
                after,
                project.diff(),
                turn.usage(),
                model.isScripted(),
                Duration.ofNanos(System.nanoTime() - started));
        report.end(result);
        return result.succeeded();
    }

    /** Ends the agent with everything it started. */
    void close() {
        agent.close();
    }
}
