/** The Chat Completions wire, the one that most services and local servers speak. For {@code runtime.model}. */
@NullMarked
package dev.agentloop.runtime.model.chat;

import org.jspecify.annotations.NullMarked;
