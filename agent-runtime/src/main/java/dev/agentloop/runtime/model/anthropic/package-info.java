/** The Anthropic Messages wire, spoken by Anthropic and by services that offer it beside their own. For {@code runtime.model}. */
@NullMarked
package dev.agentloop.runtime.model.anthropic;

import org.jspecify.annotations.NullMarked;
