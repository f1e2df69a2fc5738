/** The journal over a session store, the store in memory, and sessions as JSON lines. */
@NullMarked
package dev.agentloop.runtime.store;

import org.jspecify.annotations.NullMarked;
