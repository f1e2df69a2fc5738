/** Entry point of the engine, found by service loading; nothing here is for users. */
@NullMarked
package dev.agentloop.runtime;

import org.jspecify.annotations.NullMarked;
