package dev.agentloop.cli.sandbox;

import dev.agentloop.sandbox.Enforcement;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.support.SandboxCandidate;
import dev.agentloop.sandbox.spi.support.SandboxSelector;
import dev.agentloop.spi.AgentRuntimeProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy means on this machine: who enforces it, how, and why the others do not.
 *
 * @param candidates all providers, in the order they are asked
 */
record Explanation(SandboxPolicy policy, List<SandboxCandidate> candidates) {
    private static final int VERSION = 1;

    static Explanation of(SandboxPolicy policy, SandboxSelector selector) {
        return new Explanation(policy, selector.candidates(policy));
    }

    /** The provider that would be used; empty when nothing would start. */
    Optional<SandboxCandidate> chosen() {
        return candidates.stream()
                .filter(candidate ->
                        candidate.accepted() && !candidate.provider().onlyByName())
                .findFirst();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(chosen().flatMap(SandboxCandidate::report)
                .map(policy::explain)
                .orElseGet(() -> policy.explain() + "refused: nothing starts, because no provider enforces this\n"));
        return text.append(providersText()).toString();
    }

    /** One line for each provider. */
    String providersText() {
        StringBuilder text = new StringBuilder("providers, in the order they are asked\n");
        for (SandboxCandidate candidate : candidates) {
            text.append("  ").append(line(candidate)).append('\n');
        }
        return text.toString();
    }

    private String line(SandboxCandidate candidate) {
        String id = candidate.provider().id();
        String degraded = candidate.availability().reasons().isEmpty()
                ? ""
                : " (" + String.join("; ", candidate.availability().reasons()) + ")";
        if (chosen().filter(candidate::equals).isPresent()) {
            return id + ": used" + degraded;
        }
        String unless = candidate.provider().onlyByName() ? "; and it is used only when it is named" : "";
        return candidate.refusal().map(reason -> reason + unless).orElse(id + ": can be used" + unless + degraded);
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        chosen().ifPresent(
                        candidate -> json.put("provider", candidate.provider().id()));
        json.put("required", policy.required());
        json.put("providers", candidates.stream().map(Explanation::json).toList());
        String text = AgentRuntimeProvider.current().valueToJson(json);
        return text.substring(0, text.length() - 1) + ",\"policy\":" + policy.toJson() + "}\n";
    }

    private static Map<String, Object> json(SandboxCandidate candidate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", candidate.provider().id());
        json.put("availability", candidate.availability().level());
        json.put("reasons", candidate.availability().reasons());
        json.put("fixHint", candidate.availability().fixHint());
        json.put("onlyByName", candidate.provider().onlyByName());
        json.put("missing", candidate.missing());
        candidate.report().ifPresent(report -> json.put("guarantees", json(report)));
        return json;
    }

    private static Map<String, Object> json(EnforcementReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Guarantee guarantee : Guarantee.values()) {
            Enforcement enforcement = report.of(guarantee);
            json.put(guarantee.name(), Map.of("level", enforcement.level(), "detail", enforcement.detail()));
        }
        return json;
    }
}
