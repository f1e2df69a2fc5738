/** One turn: sample, tools, sample again; its limits, its interruption, and the seams it talks to. */
@NullMarked
package dev.agentloop.runtime.loop;

import org.jspecify.annotations.NullMarked;
