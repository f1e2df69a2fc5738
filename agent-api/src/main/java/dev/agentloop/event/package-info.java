/** For applications that watch a turn: numbered events, the items they speak of, and listeners. */
@NullMarked
package dev.agentloop.event;

import org.jspecify.annotations.NullMarked;
