package dev.agentloop.cli.sandbox;

import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.support.SandboxSelector;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The sandbox providers on the class path. */
final class Providers {
    private Providers() {}

    static SandboxSelector selector() {
        List<SandboxProvider> found = ServiceLoader.load(SandboxProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return new SandboxSelector(found, Optional.empty());
    }
}
