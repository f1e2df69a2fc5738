package dev.agentloop.cli.demo;

import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.AgentRuntimeProvider;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.ToolOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model without intelligence that repairs the bundled project. It knows what kind of mistake to look for, but neither
 * where it is nor how the code around it reads: that it takes from the outputs of its tools, and it gives up when they do
 * not show it. Stateless: the conversation tells how far it is.
 */
final class ScriptedModel implements ModelProvider {
    static final String NAME = "scripted-model";

    /** The usual rule of thumb. */
    static final int CHARACTERS_PER_TOKEN = 4;

    private static final String TEST_BEFORE = "call_test_before";
    private static final String PLAN = "call_plan";
    private static final String SEARCH = "call_search";
    private static final String READ_TEST = "call_read_test";
    private static final String READ_SOURCE = "call_read_source";
    private static final String PATCH = "call_patch";
    private static final String TEST_AFTER = "call_test_after";
    private static final String PLAN_DONE = "call_plan_done";

    private static final Pattern FAILED_CHECK = Pattern.compile("(?m)^FAIL +(.+?): expected (\\S+) but was (\\S+)$");
    private static final Pattern ROUNDED_LINE = Pattern.compile("(?m)^(src/\\S+\\.java):(\\d+):.*Math\\.round\\(.*$");
    private static final Pattern ROUNDING =
            Pattern.compile("^(\\s*)return Math\\.round\\((\\w+) \\* (\\w+) / 100\\.0\\);$");

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public String defaultModel() {
        return NAME;
    }

    @Override
    public ModelInfo info(String model) {
        return new ModelInfo(model, 0, 0, true, true);
    }

    @Override
    public ModelStream open(ModelRequest request) {
        Conversation talk = new RequestConversation(request);
        return next(talk).to(talk, NAME);
    }

    /** What comes next in this conversation. */
    static ScriptedReply.Builder next(Conversation talk) {
        Optional<ToolOutput> testedBefore = talk.outputOf(TEST_BEFORE);
        if (testedBefore.isEmpty()) {
            return runTest(talk);
        }
        Optional<ToolOutput> found = talk.outputOf(SEARCH);
        if (found.isEmpty()) {
            return search(testedBefore.get().text());
        }
        Optional<ToolOutput> source = talk.outputOf(READ_SOURCE);
        if (source.isEmpty()) {
            return read(found.get().text());
        }
        Optional<ToolOutput> patched = talk.outputOf(PATCH);
        if (patched.isEmpty()) {
            return patch(found.get().text(), source.get().text());
        }
        Optional<ToolOutput> testedAfter = talk.outputOf(TEST_AFTER);
        if (testedAfter.isEmpty()) {
            return patched.get().failed() ? giveUp("the patch did not apply") : testAgain();
        }
        boolean passes = testedAfter.get().text().contains("Exit code: 0");
        if (!passes) {
            return giveUp("the test still fails");
        }
        return talk.offers("update_plan") && talk.outputOf(PLAN_DONE).isEmpty() ? planDone() : done();
    }

    private static ScriptedReply.Builder runTest(Conversation talk) {
        ScriptedReply.Builder reply = new ScriptedReply.Builder("r1").say("I run the test to see how it fails.");
        if (talk.offers("update_plan")) {
            reply.call(PLAN, "update_plan", plan("in_progress", "pending", "pending"));
        }
        return reply.call(TEST_BEFORE, "exec_command", json(Map.of("cmd", DemoProject.TEST_COMMAND)));
    }

    private static ScriptedReply.Builder search(String testOutput) {
        Matcher failed = FAILED_CHECK.matcher(testOutput);
        if (!failed.find()) {
            return giveUp("the test does not fail as I know it");
        }
        return new ScriptedReply.Builder("r2")
                .say("The check \"" + failed.group(1) + "\" is off: " + failed.group(3) + " instead of "
                        + failed.group(2) + ". A cent too much points to rounding. I search for it and read the test.")
                .call(SEARCH, "grep_files", json(Map.of("pattern", "(?i)round", "glob", "*.java")))
                .call(READ_TEST, "read_file", json(Map.of("path", DemoProject.TEST_FILE)));
    }

    private static ScriptedReply.Builder read(String found) {
        Matcher match = ROUNDED_LINE.matcher(found);
        if (!match.find()) {
            return giveUp("the search shows no rounding in the sources");
        }
        return new ScriptedReply.Builder("r3")
                .say("Production code rounds in one place: " + match.group(1) + ", line " + match.group(2) + ".")
                .call(READ_SOURCE, "read_file", json(Map.of("path", match.group(1))));
    }

    private static ScriptedReply.Builder patch(String found, String source) {
        Matcher match = ROUNDED_LINE.matcher(found);
        List<String> lines = source.lines()
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .toList();
        int index = match.find() ? Integer.parseInt(match.group(2)) - 1 : -1;
        if (index < 1 || index >= lines.size() - 1) {
            return giveUp("the file does not have the line that the search showed");
        }
        Matcher rounding = ROUNDING.matcher(lines.get(index));
        if (!rounding.matches()) {
            return giveUp("the line reads differently than I know how to repair");
        }
        String indent = rounding.group(1);
        String amount = rounding.group(2);
        String percent = rounding.group(3);
        String patch = String.join(
                "\n",
                "*** Begin Patch",
                "*** Update File: " + match.group(1),
                "@@",
                " " + lines.get(index - 1),
                "-" + lines.get(index),
                "+" + indent + "// Away from zero on both sides; Math.round takes -0.5 to 0 but 0.5 to 1.",
                "+" + indent + "return (" + amount + " * " + percent + " + Long.signum(" + amount + ") * 50L) / 100;",
                " " + lines.get(index + 1),
                "*** End Patch",
                "");
        return new ScriptedReply.Builder("r4")
                .say("Math.round takes half a cent up, towards zero for a credit. So a credit note gives back a cent"
                        + " less tax than its invoice took. I round away from zero on both sides.")
                .freeform(PATCH, "apply_patch", patch);
    }

    private static ScriptedReply.Builder testAgain() {
        return new ScriptedReply.Builder("r5")
                .say("I run the test again.")
                .call(TEST_AFTER, "exec_command", json(Map.of("cmd", DemoProject.TEST_COMMAND)));
    }

    private static ScriptedReply.Builder planDone() {
        return new ScriptedReply.Builder("r6")
                .call(PLAN_DONE, "update_plan", plan("completed", "completed", "completed"));
    }

    private static ScriptedReply.Builder done() {
        return new ScriptedReply.Builder("r7")
                .say("Fixed. Tax was rounded with Math.round, which is not symmetric around zero, so a credit note did"
                        + " not cancel its invoice when the tax ended in half a cent. All checks pass now.");
    }

    private static ScriptedReply.Builder giveUp(String why) {
        return new ScriptedReply.Builder("r0").say("I give up: " + why + ". I am only a script.");
    }

    private static String plan(String test, String find, String fix) {
        record Step(String step, String status) {}

        return json(Map.of(
                "plan",
                List.of(
                        new Step("Run the test", test),
                        new Step("Find the cause", find),
                        new Step("Fix it and run the test again", fix))));
    }

    private static String json(Object value) {
        return AgentRuntimeProvider.current().valueToJson(value);
    }
}
