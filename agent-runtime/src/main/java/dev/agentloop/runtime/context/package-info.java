/** What the model sees before the user speaks: typed, bounded pieces that name their sources. See docs/context.md. */
@NullMarked
package dev.agentloop.runtime.context;

import org.jspecify.annotations.NullMarked;
