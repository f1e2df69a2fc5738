/** The program behind {@code bin/agent}. A subcommand is one class, listed in {@link dev.agentloop.cli.AgentCommand}. */
@NullMarked
package dev.agentloop.cli;

import org.jspecify.annotations.NullMarked;
