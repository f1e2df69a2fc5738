/** The provider-neutral model client of the loop: retries, waiting, idle time-out, cancellation. */
@NullMarked
package dev.agentloop.runtime.model;

import org.jspecify.annotations.NullMarked;
