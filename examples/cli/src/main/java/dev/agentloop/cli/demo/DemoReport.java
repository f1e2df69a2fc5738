package dev.agentloop.cli.demo;

import dev.agentloop.event.EventListener;

/** Tells a demo while it happens. Hears the agent's events between the two checks. */
interface DemoReport extends EventListener {
    void begin(DemoModel model, String sandbox, DemoProject project);

    void attempted(DemoEscapes.Attempt attempt);

    /** @param when {@code before} or {@code after} the agent worked */
    void checked(String when, DemoCheck.Outcome outcome);

    void end(DemoResult result);
}
