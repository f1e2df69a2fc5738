/** What the model sees, in order, only appended to; estimates and truncation. */
@NullMarked
package dev.agentloop.runtime.history;

import org.jspecify.annotations.NullMarked;
