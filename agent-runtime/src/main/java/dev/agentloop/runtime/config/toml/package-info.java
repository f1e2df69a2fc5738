/** Reads TOML 1.0 and remembers lines; for the configuration only. Why not a library: docs/decisions. */
@NullMarked
package dev.agentloop.runtime.config.toml;

import org.jspecify.annotations.NullMarked;
