/** The commands about sessions that were kept. */
@NullMarked
package dev.agentloop.cli.sessions;

import org.jspecify.annotations.NullMarked;
