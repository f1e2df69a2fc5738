/** Numbering, ordering and delivery of events. */
@NullMarked
package dev.agentloop.runtime.event;

import org.jspecify.annotations.NullMarked;
