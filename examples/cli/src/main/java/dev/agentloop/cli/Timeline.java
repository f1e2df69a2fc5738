package dev.agentloop.cli;

import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.event.TurnItem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints what one session does, item by item, with the time since its first event. */
public final class Timeline implements EventListener {
    private static final int COMMAND_LINES = 12;
    private static final int TOOL_LINES = 5;
    private static final int LINE_CHARS = 120;
    private static final int TEXT_CHARS = 96;
    private static final String INDENT = " ".repeat(22);

    private final PrintStream out;
    private final Set<String> told = new HashSet<>();
    private @Nullable Instant start;
    private @Nullable Path folder;

    /** Prints to this stream. */
    public Timeline(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onEvent(AgentEvent event) {
        if (start == null) {
            start = event.at();
        }
        if (event instanceof AgentEvent.SessionStarted session) {
            folder = session.workingDirectory();
        } else if (event instanceof AgentEvent.ItemCompleted completed) {
            item(event, completed.item());
        } else if (event instanceof AgentEvent.ApprovalRequested asked) {
            line(event, "question", asked.request().reason());
        } else if (event instanceof AgentEvent.ApprovalResolved answered) {
            line(event, "answer", answered.decision().kind().name().toLowerCase(Locale.ROOT));
        } else if (event instanceof AgentEvent.Notice notice) {
            line(event, "notice", notice.message());
        } else if (event instanceof AgentEvent.TurnFailed failed) {
            line(event, "failed", failed.failure().message());
        }
    }

    private void item(AgentEvent event, TurnItem item) {
        if (item instanceof TurnItem.UserMessage user) {
            line(event, "user", user.input().text());
        } else if (item instanceof TurnItem.AgentMessage message) {
            line(event, "model", message.text());
        } else if (item instanceof TurnItem.Reasoning reasoning) {
            line(event, "thinks", reasoning.summary().isEmpty() ? reasoning.text() : reasoning.summary());
        } else if (item instanceof TurnItem.CommandExecution command) {
            told.add(command.callId());
            command(event, command);
        } else if (item instanceof TurnItem.FileChange change) {
            told.add(change.callId());
            line(event, "change", changes(change));
        } else if (item instanceof TurnItem.PlanUpdate plan) {
            plan.steps().forEach(step -> line(event, "plan", mark(step.status()) + " " + step.text()));
        } else if (item instanceof TurnItem.ToolInvocation call) {
            call(event, call);
        } else {
            line(event, "item", item.type());
        }
    }

    private void command(AgentEvent event, TurnItem.CommandExecution command) {
        List<String> argv = command.argv();
        boolean shell = argv.size() == 3 && argv.get(1).equals("-c");
        line(event, "command", shell ? argv.get(2) : String.join(" ", argv));
        output(command.output(), COMMAND_LINES);
        String end = command.exitCode().isPresent()
                ? "exit " + command.exitCode().getAsInt()
                : command.status().name().toLowerCase(Locale.ROOT);
        out.println(INDENT + "-> " + end + ", " + seconds(command.duration()));
    }

    private void call(AgentEvent event, TurnItem.ToolInvocation call) {
        boolean completed = call.status() == TurnItem.Status.COMPLETED;
        if (completed && (told.contains(call.callId()) || call.toolName().equals("update_plan"))) {
            return;
        }
        line(event, "tool", clip(call.toolName() + " " + call.argumentsJson()));
        call.output().ifPresent(result -> output(result.text(), TOOL_LINES));
        if (!completed) {
            out.println(INDENT + "-> " + call.status().name().toLowerCase(Locale.ROOT));
        }
    }

    private String changes(TurnItem.FileChange change) {
        return change.changes().stream()
                .map(file -> file.kind().name().toLowerCase(Locale.ROOT) + " " + inFolder(file.path()))
                .collect(Collectors.joining(", "));
    }

    private Path inFolder(Path path) {
        return folder != null && path.startsWith(folder) ? folder.relativize(path) : path;
    }

    private void output(String text, int most) {
        List<String> lines = text.stripTrailing().lines().toList();
        // One line more is as short as saying that it was left out.
        int shown = lines.size() <= most + 1 ? lines.size() : most;
        lines.subList(0, shown).forEach(line -> out.println(INDENT + "| " + clip(line.replace("\t", "  "))));
        if (lines.size() > shown) {
            out.println(INDENT + "| ... " + (lines.size() - shown) + " more lines");
        }
    }

    private void line(AgentEvent event, String kind, String text) {
        List<String> lines =
                text.strip().lines().flatMap(line -> wrapped(line).stream()).toList();
        if (lines.isEmpty()) {
            return;
        }
        Duration offset = Duration.between(start == null ? event.at() : start, event.at());
        out.printf(Locale.ROOT, "  %8s  %-8s  %s%n", seconds(offset), kind, lines.get(0));
        lines.subList(1, lines.size()).forEach(more -> out.println(INDENT + more));
    }

    private static List<String> wrapped(String line) {
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.length() > TEXT_CHARS) {
            int end = rest.lastIndexOf(' ', TEXT_CHARS);
            if (end <= 0) {
                break;
            }
            parts.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        parts.add(rest);
        return parts;
    }

    private static String mark(String status) {
        return switch (status) {
            case "completed" -> "[x]";
            case "in_progress" -> "[>]";
            default -> "[ ]";
        };
    }

    /** Seconds with two decimals. */
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }

    private static String clip(String line) {
        return line.length() <= LINE_CHARS ? line : line.substring(0, LINE_CHARS) + " ...";
    }
}
