/** Sessions that are kept: the code of docs/sessions.md. */
@NullMarked
package dev.agentloop.examples.sessions;

import org.jspecify.annotations.NullMarked;
