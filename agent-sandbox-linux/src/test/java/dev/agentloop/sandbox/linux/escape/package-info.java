/** Attempts to break out of the sandbox, written as small scripts and judged from outside. */
@NullMarked
package dev.agentloop.sandbox.linux.escape;

import org.jspecify.annotations.NullMarked;
