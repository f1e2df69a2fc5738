/** The journal over a session store, and the store in memory. */
@NullMarked
package dev.agentloop.runtime.store;

import org.jspecify.annotations.NullMarked;
