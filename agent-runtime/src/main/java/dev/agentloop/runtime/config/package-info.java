/** Settings from outside the program. */
@NullMarked
package dev.agentloop.runtime.config;

import org.jspecify.annotations.NullMarked;
