/** For the runtime: an agent's tools, in their final order, with their arguments checked before they run. */
@NullMarked
package dev.agentloop.runtime.tool;

import org.jspecify.annotations.NullMarked;
