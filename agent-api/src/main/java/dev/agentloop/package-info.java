/** The types most users need: an agent, its sessions, the turns they run and what comes back. */
@NullMarked
package dev.agentloop;

import org.jspecify.annotations.NullMarked;
