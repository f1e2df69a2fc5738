package dev.agentloop.spi;

import dev.agentloop.AgentConfigurationException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the one runtime and remembers it for each class loader, without keeping a class loader alive. */
final class RuntimeLookup {
    private static final Map<ClassLoader, WeakReference<AgentRuntimeProvider>> FOUND =
            Collections.synchronizedMap(new WeakHashMap<>());

    private RuntimeLookup() {}

    static AgentRuntimeProvider current() {
        ClassLoader own = AgentRuntimeProvider.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader start = context == null ? own : context;
        WeakReference<AgentRuntimeProvider> known = FOUND.get(start);
        AgentRuntimeProvider provider = known == null ? null : known.get();
        if (provider == null) {
            provider = lookUp(start, own);
            FOUND.put(start, new WeakReference<>(provider));
        }
        return provider;
    }

    private static AgentRuntimeProvider lookUp(ClassLoader start, ClassLoader own) {
        List<Throwable> problems = new ArrayList<>();
        AgentRuntimeProvider found = single(start, problems);
        if (found == null && start != own) {
            found = single(own, problems);
        }
        if (found != null) {
            return found;
        }
        AgentConfigurationException missing = new AgentConfigurationException(
                "No agent runtime was found. Add the artifact dev.agentloop:agent-runtime to the class path or module"
                        + " path; agent-api alone holds only the interfaces.");
        problems.forEach(missing::addSuppressed);
        throw missing;
    }

    private static @Nullable AgentRuntimeProvider single(ClassLoader loader, List<Throwable> problems) {
        Map<String, AgentRuntimeProvider> byClass = new LinkedHashMap<>();
        Iterator<ServiceLoader.Provider<AgentRuntimeProvider>> entries =
                ServiceLoader.load(AgentRuntimeProvider.class, loader).stream().iterator();
        while (true) {
            try {
                if (!entries.hasNext()) {
                    break;
                }
                AgentRuntimeProvider provider = entries.next().get();
                byClass.putIfAbsent(provider.getClass().getName(), provider);
            } catch (ServiceConfigurationError e) {
                problems.add(e);
            }
        }
        if (byClass.size() > 1) {
            throw new AgentConfigurationException(
                    "More than one agent runtime was found: " + byClass.keySet() + ". Keep one of them.");
        }
        return byClass.isEmpty() ? null : byClass.values().iterator().next();
    }
}
