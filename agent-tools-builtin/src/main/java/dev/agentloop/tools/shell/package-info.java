/** Tools that run commands, always through the session's {@code CommandRunner}. */
@NullMarked
package dev.agentloop.tools.shell;

import org.jspecify.annotations.NullMarked;
