/** Replacing older history by a summary. */
@NullMarked
package dev.agentloop.runtime.compaction;

import org.jspecify.annotations.NullMarked;
