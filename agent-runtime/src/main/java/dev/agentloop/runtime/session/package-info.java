/** One live session: one turn at a time, its settings, resume and fork. */
@NullMarked
package dev.agentloop.runtime.session;

import org.jspecify.annotations.NullMarked;
