/** Bounds on what tools say to a model, shared by the tools of this module. */
@NullMarked
package dev.agentloop.tools.output;

import org.jspecify.annotations.NullMarked;
