/** One live session, opened and closed by LiveSession, with its turns one at a time by SessionTurns; resume and fork. */
@NullMarked
package dev.agentloop.runtime.session;

import org.jspecify.annotations.NullMarked;
