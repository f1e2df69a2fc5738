/** Scripted models, recorders and compatibility kits for tests of agents and of their extensions. */
@NullMarked
package dev.agentloop.testkit;

import org.jspecify.annotations.NullMarked;
