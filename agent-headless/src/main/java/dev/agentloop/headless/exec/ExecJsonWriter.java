package dev.agentloop.headless.exec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.event.HostedItem;
import dev.agentloop.event.TurnItem;
import dev.agentloop.session.SessionId;
import java.io.BufferedWriter;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one session as JSON lines, each flushed at once:
 *
 * <pre>
 * thread.started{thread_id}
 * turn.started
 * item.started | item.updated | item.completed {item}
 * turn.completed{usage} | turn.failed{error}
 * error{message}
 * </pre>
 *
 * <p>Items are agent_message, reasoning, command_execution, file_change, mcp_tool_call, web_search, todo_list and error, with
 * ids counted from {@code item_0}. Tools of the agent itself are calls of a server named {@code agent}. What the vocabulary
 * has no word for is left out: what the user said, text as it grows, approvals, compaction, other tools of the model service.
 * A turn that was interrupted or waits for an approval is a turn.failed. A notice is an item of the kind error.
 *
 * <p>Takes the events of the first session it hears of and ignores those of others, such as children. When the output
 * fails, the writer remembers why, writes nothing more, and throws nothing. Not thread-safe: events of one session come one at a
 * time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ExecJsonWriter implements EventListener {
    /** Calls of these tools publish an item of their own kind, and are shown themselves only when they do not. */
    private static final Set<String> SHOWN_BY_THEIR_ITEM =
            Set.of("exec_command", "write_stdin", "apply_patch", "update_plan");

    private final Appendable out;
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> callsWithItem = new HashSet<>();
    private int nextId;
    private @Nullable SessionId session;
    private TurnItem.@Nullable PlanUpdate plan;
    private volatile @Nullable IOException failure;

    /** Writes to a target that is flushed after each line if it can be. The caller closes it. */
    public ExecJsonWriter(Appendable out) {
        this.out = out;
    }

    /** Writes UTF-8 to a stream. The caller closes it. */
    public static ExecJsonWriter to(OutputStream out) {
        return new ExecJsonWriter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    }

    /** Why nothing more is written; empty while all is well. May be asked from any thread. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void onEvent(AgentEvent event) {
        if (session == null) {
            session = event.sessionId();
            write(ExecJson.object("thread.started").put("thread_id", session.value()));
        }
        if (!event.sessionId().equals(session)) {
            return;
        }
        if (event instanceof AgentEvent.TurnStarted) {
            write(ExecJson.object("turn.started"));
        } else if (event instanceof AgentEvent.ItemStarted begun) {
            started(begun.item());
        } else if (event instanceof AgentEvent.ItemUpdated changed) {
            updated(changed.item());
        } else if (event instanceof AgentEvent.ItemCompleted done) {
            completed(done.item());
        } else if (event instanceof AgentEvent.Notice notice) {
            item("item.completed", nextId(), ExecItems.error(notice.message()));
        } else if (event instanceof AgentEvent.TurnCompleted end) {
            ended(end);
        } else if (event instanceof AgentEvent.TurnFailed end) {
            failed(end.failure().message());
        }
    }

    /** Writes that something failed which belongs to no turn; usually nothing follows. */
    void error(String message) {
        write(ExecJson.object("error").put("message", message));
    }

    /** Messages, reasoning and file changes are written once, when they are whole. */
    private void started(TurnItem item) {
        boolean early = item instanceof TurnItem.CommandExecution
                || item instanceof HostedItem.WebSearch
                || item instanceof TurnItem.ToolInvocation call && isDispatched(call);
        if (early) {
            started.add(item.id());
            write("item.started", item);
        }
    }

    private void updated(TurnItem item) {
        if (started.contains(item.id())) {
            write("item.updated", item);
        } else {
            started(item);
        }
    }

    /** A call is published when the model begins to write it; here it starts when its arguments are known. */
    private static boolean isDispatched(TurnItem.ToolInvocation call) {
        return !call.argumentsJson().isEmpty() && !SHOWN_BY_THEIR_ITEM.contains(call.toolName());
    }

    private void completed(TurnItem item) {
        if (item instanceof TurnItem.PlanUpdate update) {
            planned(update);
            return;
        }
        if (item instanceof TurnItem.CommandExecution command) {
            callsWithItem.add(command.callId());
        } else if (item instanceof TurnItem.FileChange change) {
            callsWithItem.add(change.callId());
        } else if (item instanceof TurnItem.ToolInvocation call && hidden(call)) {
            return;
        }
        write("item.completed", item);
        started.remove(item.id());
        ids.remove(item.id());
    }

    private boolean hidden(TurnItem.ToolInvocation call) {
        boolean hasItem = callsWithItem.remove(call.callId())
                || call.toolName().equals("update_plan") && call.status() == TurnItem.Status.COMPLETED;
        return hasItem && SHOWN_BY_THEIR_ITEM.contains(call.toolName());
    }

    /** All plans of a turn are one list, which is completed when the turn ends. */
    private void planned(TurnItem.PlanUpdate update) {
        TurnItem.PlanUpdate first = plan;
        String id = first == null ? update.id() : first.id();
        plan = new TurnItem.PlanUpdate(id, update.explanation(), update.steps());
        write(first == null ? "item.started" : "item.updated", plan);
    }

    private void ended(AgentEvent.TurnCompleted end) {
        if (end.status() == TurnStatus.COMPLETED) {
            finishItems();
            ObjectNode line = ExecJson.object("turn.completed");
            line.set("usage", usage(end.usage()));
            write(line);
        } else if (end.status() == TurnStatus.INTERRUPTED) {
            failed("The turn was interrupted");
        } else {
            failed("The turn waits for an approval, and nobody can be asked here");
        }
    }

    private void failed(String message) {
        finishItems();
        ObjectNode line = ExecJson.object("turn.failed");
        line.putObject("error").put("message", message);
        write(line);
    }

    private void finishItems() {
        if (plan != null) {
            write("item.completed", plan);
            plan = null;
        }
        ids.clear();
        started.clear();
        callsWithItem.clear();
    }

    private static ObjectNode usage(TokenUsage usage) {
        return ExecJson.object()
                .put("input_tokens", usage.inputTokens())
                .put("cached_input_tokens", usage.cachedInputTokens())
                .put("cache_write_input_tokens", usage.cacheWriteTokens())
                .put("output_tokens", usage.outputTokens())
                .put("reasoning_output_tokens", usage.reasoningTokens());
    }

    private void write(String type, TurnItem item) {
        ExecItems.of(item).ifPresent(form -> item(type, ids.computeIfAbsent(item.id(), id -> nextId()), form));
    }

    private void item(String type, String id, ObjectNode form) {
        ObjectNode withId = ExecJson.object().put("id", id);
        withId.setAll(form);
        ObjectNode line = ExecJson.object(type);
        line.set("item", withId);
        write(line);
    }

    private String nextId() {
        return "item_" + nextId++;
    }

    private void write(ObjectNode line) {
        if (failure != null) {
            return;
        }
        try {
            out.append(ExecJson.line(line));
            if (out instanceof Flushable flushable) {
                flushable.flush();
            }
        } catch (IOException broken) {
            failure = broken;
        }
    }
}
