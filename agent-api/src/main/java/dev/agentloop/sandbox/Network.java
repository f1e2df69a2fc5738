package dev.agentloop.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Which hosts a command may reach.
 *
 * @param mode nothing, listed hosts, or everything
 * @param allow the listed hosts; empty unless the mode is {@link Mode#ALLOWLIST}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Network(Mode mode, List<HostRule> allow) {

    /** How much network there is. */
    public enum Mode {
        /** Only a loopback of the sandbox's own, where the platform has one. */
        NONE,
        /** Listed hosts, through a proxy that checks each connection. */
        ALLOWLIST,
        /** The network of the host. */
        FULL
    }

    /** @throws IllegalArgumentException if hosts are listed in another mode than {@link Mode#ALLOWLIST} */
    public Network {
        Objects.requireNonNull(mode, "mode");
        allow = List.copyOf(allow);
        if (mode != Mode.ALLOWLIST && !allow.isEmpty()) {
            throw new IllegalArgumentException("network.allow: hosts are listed but the mode is " + mode);
        }
    }

    /** No network. */
    public static Network none() {
        return new Network(Mode.NONE, List.of());
    }

    /** The network of the host. */
    public static Network full() {
        return new Network(Mode.FULL, List.of());
    }

    /** Only the hosts given in the written form of {@link HostRule}. */
    public static Network allowList(String... rules) {
        return new Network(
                Mode.ALLOWLIST, Arrays.stream(rules).map(HostRule::parse).toList());
    }

    /** Tells whether the policy allows a connection; names are not resolved. */
    public boolean allows(String host, int port) {
        return switch (mode) {
            case NONE -> false;
            case FULL -> true;
            case ALLOWLIST -> allow.stream().anyMatch(rule -> rule.covers(host, port));
        };
    }

    /** The same network with one more host; full network stays as it is. */
    public Network plus(HostRule rule) {
        if (mode == Mode.FULL || allow.contains(rule)) {
            return this;
        }
        List<HostRule> more = new ArrayList<>(allow);
        more.add(rule);
        return new Network(Mode.ALLOWLIST, more);
    }
}
