package dev.agentloop.sandbox.windows;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a plan as JSON: the form that the helper reads, and that stands in an audit log. Members keep their order. */
final class PlanJson {
    private PlanJson() {}

    static String write(TokenPlan plan) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("flags", plan.token().flags());
        token.put("disabledSids", plan.token().disabledSids());
        token.put("restrictingSids", plan.token().restrictingSids());
        token.put("integrity", lower(plan.token().integrity()));

        Map<String, Object> job = new LinkedHashMap<>();
        job.put("killOnClose", true);
        plan.job().activeProcesses().ifPresent(count -> job.put("activeProcesses", count));
        plan.job().memoryBytes().ifPresent(bytes -> job.put("memoryBytes", bytes));
        plan.job()
                .userTimePerProcess()
                .map(Duration::toMillis)
                .ifPresent(millis -> job.put("userTimePerProcessMillis", millis));
        job.put("uiRestrictions", plan.job().uiRestrictions());

        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("version", TokenPlan.VERSION);
        whole.put("token", token);
        whole.put("accessList", plan.accessList().stream().map(PlanJson::rule).toList());
        whole.put("lowFolders", plan.lowFolders().stream().map(Object::toString).toList());
        whole.put("job", job);
        whole.put("network", lower(plan.network()));
        whole.put("privateDesktop", plan.privateDesktop());
        return value(whole, "") + "\n";
    }

    private static Map<String, Object> rule(AclRule rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("path", rule.path().toString());
        members.put("verdict", lower(rule.verdict()));
        return members;
    }

    private static String value(Object value, String indent) {
        String deeper = indent + "  ";
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(member -> deeper + string(member.getKey()) + ": " + value(member.getValue(), deeper))
                    .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
        }
        if (value instanceof Collection<?> items) {
            return items.isEmpty()
                    ? "[]"
                    : items.stream()
                            .map(item -> deeper + value(item, deeper))
                            .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
        }
        return value instanceof String ? string(value) : value.toString();
    }

    private static String string(Object text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toString().toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
