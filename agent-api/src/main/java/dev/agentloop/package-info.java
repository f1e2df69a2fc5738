/**
 * What an application uses to run agents: build an {@link dev.agentloop.Agent}, open an
 * {@link dev.agentloop.AgentSession}, run a turn.
 */
@NullMarked
package dev.agentloop;

import org.jspecify.annotations.NullMarked;
