package dev.agentloop.sandbox.linux;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs and files a session works with; all absolute.
 *
 * @param bwrap bubblewrap
 * @param shell a plain shell
 * @param prlimit sets limits; empty when it is not installed
 * @param nsenter joins a namespace; empty when it is not installed
 * @param java starts the bridge of an allow-list
 * @param folder the session's own folder
 * @param filter the system call filter in it
 * @param unreadable a file in it that nobody may read
 * @param root whether this JVM runs as user 0
 */
record BwrapTools(
        Path bwrap,
        Path shell,
        Optional<Path> prlimit,
        Optional<Path> nsenter,
        Path java,
        Path folder,
        Path filter,
        Path unreadable,
        boolean root) {

    static BwrapTools of(Path bwrap, Host host, Path folder) {
        return new BwrapTools(
                bwrap,
                Path.of("/bin/sh"),
                host.find("prlimit"),
                host.find("nsenter"),
                Host.java(),
                folder,
                folder.resolve("filter.bpf"),
                folder.resolve("unreadable"),
                host.root());
    }
}
