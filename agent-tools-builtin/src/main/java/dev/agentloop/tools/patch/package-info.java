/**
 * The apply_patch engine and its tool. For the built-in tool provider and for programs that apply such patches
 * themselves: start at {@link dev.agentloop.tools.patch.PatchEngine}.
 */
@NullMarked
package dev.agentloop.tools.patch;

import org.jspecify.annotations.NullMarked;
