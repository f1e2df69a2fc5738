/** The only owner of threads and timers. */
@NullMarked
package dev.agentloop.runtime.concurrent;

import org.jspecify.annotations.NullMarked;
