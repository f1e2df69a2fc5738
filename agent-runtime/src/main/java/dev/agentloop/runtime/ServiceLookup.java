package dev.agentloop.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Looks providers up one by one, so that a broken one harms no other and is reported. */
final class ServiceLookup {
    /** A loader that only ever throws must not loop for ever. */
    private static final int MAX_BROKEN = 100;

    private ServiceLookup() {}

    /** All providers that can be made, seen from the context class loader, else from the runtime's own. */
    static <T> List<T> find(Class<T> service, String problemCode, AgentNotices problems) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ServiceLookup.class.getClassLoader() : context;
        List<T> found = new ArrayList<>();
        Iterator<ServiceLoader.Provider<T>> entries =
                ServiceLoader.load(service, loader).stream().iterator();
        int broken = 0;
        while (broken < MAX_BROKEN) {
            try {
                if (!entries.hasNext()) {
                    break;
                }
                found.add(entries.next().get());
            } catch (ServiceConfigurationError | LinkageError e) {
                broken++;
                problems.add(
                        problemCode, "A provider of " + service.getName() + " could not be made: " + e.getMessage());
            }
        }
        return found;
    }
}
