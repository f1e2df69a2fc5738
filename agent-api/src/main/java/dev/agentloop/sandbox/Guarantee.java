package dev.agentloop.sandbox;

import org.apiguardian.api.API;

/**
 * One thing a policy may insist on and a provider may or may not enforce. What a provider says about each is in its
 * {@link EnforcementReport}; a required guarantee that is not enforced refuses a command before it starts.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Guarantee {
    /** Nothing outside the writable entries can be created, changed or deleted. */
    FS_WRITE("writes only where the policy allows them"),
    /** Nothing without read access can be read. */
    FS_READ("reads only where the policy allows them"),
    /** Globs that lower access hold, also for files that appear while a command runs. */
    FS_DENY_GLOB("globs that lower access are obeyed"),
    /**
     * Protected names in writable folders stay unchanged: those that exist, at every depth, and missing ones directly
     * in a writable entry cannot be created.
     */
    METADATA("protected project metadata stays unchanged"),
    /** No network beyond a private loopback. */
    NET_NONE("no network"),
    /** Only the listed hosts and ports can be reached. */
    NET_ALLOWLIST("only listed hosts can be reached"),
    /** Only the listed Unix sockets of the host can be reached, by stream or by datagram. */
    UNIX_SOCKETS("only listed unix sockets of the host can be reached"),
    /** Processes outside cannot be seen, signalled or traced. */
    PROC_ISOLATION("processes outside cannot be seen or touched"),
    /** No process of a command survives it, its kill, or the JVM. */
    TREE_KILL("no process outlives its command"),
    /** System calls that ordinary programs do not need are refused. */
    SYSCALL_FILTER("rarely needed system calls are refused"),
    /** Only listed programs can be executed, however they are named or copied. */
    EXEC_ALLOWLIST("only listed programs run"),
    /** Executing a set-uid program gives no privilege, and none is held. */
    NO_NEW_PRIVS("no privilege can be gained"),
    /** Shared memory and message queues of the host cannot be reached. */
    IPC_ISOLATION("shared memory and queues of the host cannot be reached"),
    /** Input cannot be injected into a terminal of the host. */
    TTY("terminals of the host cannot be driven"),
    /** The environment is exactly what the policy and the command name. */
    ENV("the environment holds only what was named"),
    /** The number of processes is limited. */
    LIMIT_PROCESSES("process limit"),
    /** Memory is limited. */
    LIMIT_MEMORY("memory limit"),
    /** Processor time is limited. */
    LIMIT_CPU("processor time limit"),
    /** The size of a written file is limited. */
    LIMIT_FILE_SIZE("file size limit"),
    /** A command that runs too long is ended. */
    LIMIT_WALL("wall time limit");

    private final String meaning;

    Guarantee(String meaning) {
        this.meaning = meaning;
    }

    /** Says in a few plain words what the guarantee means. */
    public String meaning() {
        return meaning;
    }
}
