package dev.agentloop.runtime.model.anthropic;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import java.util.Locale;

/**
 * What is known about models: what the application says, then the Claude families by the version in their names, as the
 * service documents them. Freeform tools do not exist on this wire, whatever the model can.
 */
final class KnownModels {
    /** The first version that thinks. */
    static final int THINKS = version(3, 7);

    /** The first version that decides by itself how long to think. */
    static final int ADAPTS = version(4, 6);

    /** The first version with an effort between high and the highest. */
    static final int EXTRA_HIGH = version(4, 7);

    private static final String FAMILY = "claude-";
    // Larger windows exist for some accounts and prices; who has one says so.
    private static final long WINDOW = 200_000;

    private final ModelEndpoint endpoint;

    KnownModels(ModelEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    ModelInfo info(String model) {
        for (ModelInfo info : endpoint.models()) {
            if (info.id().equals(model)) {
                return new ModelInfo(
                        info.id(), info.contextWindowTokens(), info.maxOutputTokens(), false, info.parallelToolCalls());
            }
        }
        int version = versionOf(model);
        return version == 0
                ? ModelInfo.unknown(model)
                : new ModelInfo(model, WINDOW, mostOutput(model, version), false, true);
    }

    /** The version of a Claude model, as {@link #version} writes it; 0 for other names. */
    static int versionOf(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        int family = name.indexOf(FAMILY);
        if (family < 0) {
            return 0;
        }
        int major = -1;
        for (String part : name.substring(family + FAMILY.length()).split("[-.@:]")) {
            boolean number =
                    !part.isEmpty() && part.length() <= 2 && part.chars().allMatch(Character::isDigit);
            if (number && major >= 0) {
                return version(major, Integer.parseInt(part));
            }
            if (major >= 0) {
                break;
            }
            major = number ? Integer.parseInt(part) : -1;
        }
        return Math.max(0, version(major, 0));
    }

    private static int version(int major, int minor) {
        return major * 100 + minor;
    }

    private static long mostOutput(String model, int version) {
        if (version < version(3, 5)) {
            return 4_096;
        }
        if (version < THINKS) {
            return 8_192;
        }
        boolean earlyOpus = version < version(4, 5) && model.contains("opus");
        return earlyOpus ? 32_000 : 64_000;
    }
}
