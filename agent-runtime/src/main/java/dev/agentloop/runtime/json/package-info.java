/** For the runtime: the only place that knows the JSON library, and the JSON forms of everything that is stored or shown. */
@NullMarked
package dev.agentloop.runtime.json;

import org.jspecify.annotations.NullMarked;
