/**
 * For implementors: model providers, tool providers, session stores and the runtime itself. Minor versions may add
 * default methods to these interfaces.
 */
@NullMarked
package dev.agentloop.spi;

import org.jspecify.annotations.NullMarked;
