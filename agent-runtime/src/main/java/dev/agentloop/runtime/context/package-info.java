/** What the model sees before the user speaks. */
@NullMarked
package dev.agentloop.runtime.context;

import org.jspecify.annotations.NullMarked;
