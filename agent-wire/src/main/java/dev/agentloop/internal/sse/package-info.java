/** A blocking reader of event streams, for the modules of this project only. */
@NullMarked
package dev.agentloop.internal.sse;

import org.jspecify.annotations.NullMarked;
