/** Choosing a sandbox provider and running commands through it. */
@NullMarked
package dev.agentloop.runtime.sandbox;

import org.jspecify.annotations.NullMarked;
