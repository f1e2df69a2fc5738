package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.testkit.tck.SandboxProviderTck;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BwrapProviderTckTest extends SandboxProviderTck {
    @Override
    protected SandboxProvider provider() {
        return new BwrapProvider();
    }

    @Override
    protected Set<Guarantee> requiredGuarantees() {
        return EnumSet.of(
                Guarantee.FS_WRITE,
                Guarantee.FS_READ,
                Guarantee.METADATA,
                Guarantee.NET_NONE,
                Guarantee.UNIX_SOCKETS,
                Guarantee.PROC_ISOLATION,
                Guarantee.TREE_KILL,
                Guarantee.SYSCALL_FILTER,
                Guarantee.NO_NEW_PRIVS,
                Guarantee.IPC_ISOLATION,
                Guarantee.TTY,
                Guarantee.ENV,
                Guarantee.LIMIT_CPU,
                Guarantee.LIMIT_FILE_SIZE,
                Guarantee.LIMIT_WALL);
    }
}
