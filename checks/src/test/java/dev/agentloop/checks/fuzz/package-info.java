/** Parsers of text that nobody vetted, fed with mutations of a corpus that is kept beside them. */
@NullMarked
package dev.agentloop.checks.fuzz;

import org.jspecify.annotations.NullMarked;
