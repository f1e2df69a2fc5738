/** The tool with which a model keeps a plan that people can watch. */
@NullMarked
package dev.agentloop.tools.plan;

import org.jspecify.annotations.NullMarked;
