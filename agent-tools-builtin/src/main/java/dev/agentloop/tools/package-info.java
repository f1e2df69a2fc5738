/** The tool provider with the built-in tools, found by service loading. */
@NullMarked
package dev.agentloop.tools;

import org.jspecify.annotations.NullMarked;
