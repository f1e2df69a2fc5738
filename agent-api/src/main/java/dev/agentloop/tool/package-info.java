/** For authors of tools: the annotation, the declared specification, the call, its context and its output. */
@NullMarked
package dev.agentloop.tool;

import org.jspecify.annotations.NullMarked;
