/** The OpenAI Responses wire: requests with a byte-stable prefix, and its event stream. For {@code runtime.model}. */
@NullMarked
package dev.agentloop.runtime.model.responses;

import org.jspecify.annotations.NullMarked;
