package dev.agentloop.cli.sessions;

import dev.agentloop.event.TurnItem;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.session.SessionSummary;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;

/** Sessions for people to read. Control characters of models and tools do not reach the terminal. */
final class SessionText {
    private static final int LONGEST_LINE = 2000;

    private SessionText() {}

    static String row(SessionSummary session) {
        return String.join(
                "  ",
                session.id().value(),
                session.metadata().createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                session.usage().totalTokens() + " tokens",
                line(session.metadata().workingDirectory()),
                line(session.metadata().label()) + (session.archivedAt().isPresent() ? " (archived)" : ""));
    }

    static String row(SearchHit hit) {
        return hit.session().id() + "  " + hit.sequence() + "  " + line(hit.excerpt());
    }

    static void show(SessionSnapshot session, PrintStream out) {
        out.println(session.id() + "  " + line(session.label()));
        out.println(session.workingDirectory() + "  " + session.usage().totalTokens() + " tokens  "
                + session.headSequence() + " records");
        for (TurnItem item : session.items()) {
            out.println();
            out.println(view(item));
        }
    }

    private static String view(TurnItem item) {
        if (item instanceof TurnItem.UserMessage user) {
            return "> " + clean(user.input().text());
        }
        if (item instanceof TurnItem.AgentMessage message) {
            return clean(message.text());
        }
        if (item instanceof TurnItem.ToolInvocation call) {
            String output =
                    call.output().map(given -> "\n" + clean(given.text())).orElse("");
            return "* " + line(call.toolName() + " " + call.argumentsJson()) + output;
        }
        return "* " + item.type();
    }

    private static String line(String text) {
        return clean(text).replace('\n', ' ');
    }

    private static String clean(String text) {
        String kept = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
        StringBuilder clean = new StringBuilder(kept.length());
        kept.codePoints()
                .map(point -> point != '\n' && point != '\t' && isUnprintable(point) ? '\uFFFD' : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isUnprintable(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
