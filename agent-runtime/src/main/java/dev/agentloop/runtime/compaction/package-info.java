/** Replacing older history by a short form of it, in one of three ways. */
@NullMarked
package dev.agentloop.runtime.compaction;

import org.jspecify.annotations.NullMarked;
