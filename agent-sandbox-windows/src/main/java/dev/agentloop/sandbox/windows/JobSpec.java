package dev.agentloop.sandbox.windows;

import dev.agentloop.sandbox.ResourceLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The job object that holds all processes of a command. It ends with its last handle, so nothing survives the helper.
 *
 * @param activeProcesses how many processes at a time
 * @param memoryBytes committed memory of all processes together
 * @param userTimePerProcess processor time in user mode of each process
 * @param uiRestrictions what the processes may not do to the desktop
 */
record JobSpec(
        OptionalInt activeProcesses,
        OptionalLong memoryBytes,
        Optional<Duration> userTimePerProcess,
        List<String> uiRestrictions) {
    private static final List<String> ALL_UI_RESTRICTIONS = List.of(
            "HANDLES",
            "READCLIPBOARD",
            "WRITECLIPBOARD",
            "SYSTEMPARAMETERS",
            "DISPLAYSETTINGS",
            "GLOBALATOMS",
            "DESKTOP",
            "EXITWINDOWS");

    JobSpec {
        uiRestrictions = List.copyOf(uiRestrictions);
    }

    static JobSpec of(ResourceLimits limits) {
        return new JobSpec(limits.processes(), limits.memoryBytes(), limits.cpuTime(), ALL_UI_RESTRICTIONS);
    }
}
