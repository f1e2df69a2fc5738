/** Settings from outside the program: layers of config.toml files. See docs/configuration.md. */
@NullMarked
package dev.agentloop.runtime.config;

import org.jspecify.annotations.NullMarked;
