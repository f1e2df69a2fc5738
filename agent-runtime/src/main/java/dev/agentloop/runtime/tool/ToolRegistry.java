package dev.agentloop.runtime.tool;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentException;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * An agent's tools in their order: those given to the builder, in that order, then those of the providers, then those that
 * providers offer later. Names are unique and legal, schemas can be used; a description may be empty. Thread-safe.
 */
public final class ToolRegistry implements ToolLookup {
    private static final Pattern LEGAL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String PROBLEM = "tool.provider";

    private final BiConsumer<String, String> problems;
    private final AtomicReference<Tools> tools;

    private ToolRegistry(Map<String, Entry> entries, BiConsumer<String, String> problems) {
        this.problems = problems;
        this.tools = new AtomicReference<>(Tools.of(entries));
    }

    /** What there is at one moment. */
    private record Tools(Map<String, Entry> entries, List<ToolSpec> specs) {
        static Tools of(Map<String, Entry> entries) {
            return new Tools(entries, entries.values().stream().map(Entry::spec).toList());
        }
    }

    /** A tool and where it comes from. */
    private record Entry(ToolSpec spec, ToolHandler handler, String source) {}

    /**
     * Collects the tools.
     *
     * @param given handlers and annotated objects, in the order given to the builder
     * @param providers in the order of {@link ToolOrder}
     * @param environment what providers get
     * @param problems told a code and a message for a provider that throws, and for each tool of a provider that cannot be
     *     used; what concerns them is left out
     * @throws AgentConfigurationException when two tools have one name, a given tool cannot be used, or a provider of this
     *     project says that the agent must not be built
     */
    public static ToolRegistry of(
            List<?> given,
            List<ToolProvider> providers,
            ToolEnvironment environment,
            BiConsumer<String, String> problems) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Object tool : given) {
            String source = "the " + tool.getClass().getTypeName() + " given to the builder";
            List<ToolHandler> handlers =
                    tool instanceof ToolHandler handler ? List.of(handler) : AnnotatedTools.of(tool);
            for (ToolHandler handler : handlers) {
                add(entries, checked(handler, source));
            }
        }
        for (ToolProvider provider : providers) {
            String source = source(provider);
            for (ToolHandler handler : tools(provider, environment, source, problems)) {
                usable(handler, source, problems).ifPresent(entry -> add(entries, entry));
            }
        }
        return new ToolRegistry(entries, problems);
    }

    /** What the model sees at the moment, in order. */
    public List<ToolSpec> specs() {
        return tools.get().specs();
    }

    /**
     * Takes tools that a provider has beside the first ones. New names come last; a name of the same provider keeps its
     * place and gets the new definition. What cannot be used is a problem and left out.
     */
    public void offer(ToolProvider provider, List<ToolHandler> offered) {
        String source = source(provider);
        List<Entry> usable = new ArrayList<>();
        offered.forEach(handler -> usable(handler, source, problems).ifPresent(usable::add));
        List<String> taken = new ArrayList<>();
        tools.updateAndGet(now -> {
            taken.clear();
            Map<String, Entry> entries = new LinkedHashMap<>(now.entries());
            for (Entry entry : usable) {
                Entry other = entries.get(entry.spec().name());
                if (other == null || other.source().equals(source)) {
                    entries.put(entry.spec().name(), entry);
                } else {
                    taken.add("The tool '" + entry.spec().name() + "' of " + source + " is left out: " + other.source()
                            + " has one of this name");
                }
            }
            return Tools.of(entries);
        });
        taken.forEach(message -> problems.accept(PROBLEM, message));
    }

    private static String source(ToolProvider provider) {
        return "the tool provider " + provider.getClass().getTypeName();
    }

    @Override
    public Optional<ToolHandler> find(String name) {
        return Optional.ofNullable(tools.get().entries().get(name)).map(Entry::handler);
    }

    @Override
    public String unknown(String name) {
        return UnknownTool.message(name, List.copyOf(tools.get().entries().keySet()));
    }

    private static List<ToolHandler> tools(
            ToolProvider provider, ToolEnvironment environment, String source, BiConsumer<String, String> problems) {
        try {
            return new ArrayList<>(provider.tools(environment));
        } catch (RuntimeException | LinkageError e) {
            if (e instanceof AgentException deliberate && ToolOrder.isOwn(provider)) {
                throw deliberate;
            }
            problems.accept(PROBLEM, "The tools of " + source + " are missing: " + e);
            return List.of();
        }
    }

    private static Optional<Entry> usable(ToolHandler handler, String source, BiConsumer<String, String> problems) {
        try {
            return Optional.of(checked(handler, source));
        } catch (RuntimeException | LinkageError e) {
            problems.accept(PROBLEM, "A tool of " + source + " is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Entry checked(ToolHandler handler, String source) {
        ToolSpec spec = handler.spec();
        if (!LEGAL_NAME.matcher(spec.name()).matches()) {
            throw new AgentConfigurationException("The tool name '" + spec.name() + "' of " + source
                    + " is not legal: use 1 to 64 letters, digits, '_' or '-'");
        }
        try {
            SchemaCheck.requireArguments(spec.inputSchema());
        } catch (IllegalArgumentException e) {
            throw invalid("input", spec, source, e);
        }
        try {
            spec.outputSchema().ifPresent(SchemaCheck::requireOutput);
        } catch (IllegalArgumentException e) {
            throw invalid("output", spec, source, e);
        }
        return new Entry(spec, handler, source);
    }

    private static AgentConfigurationException invalid(
            String which, ToolSpec spec, String source, IllegalArgumentException e) {
        return new AgentConfigurationException(
                "The " + which + " schema of tool '" + spec.name() + "' of " + source + " cannot be used: "
                        + e.getMessage(),
                e);
    }

    private static void add(Map<String, Entry> entries, Entry entry) {
        Entry other = entries.putIfAbsent(entry.spec().name(), entry);
        if (other != null) {
            throw new AgentConfigurationException(
                    "Two tools have the name '" + entry.spec().name() + "': one of " + other.source() + " and one of "
                            + entry.source() + ". Rename or remove one of them.");
        }
    }
}
