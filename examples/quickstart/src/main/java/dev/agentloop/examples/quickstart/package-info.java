/** The smallest program that uses Agentloop. */
@NullMarked
package dev.agentloop.examples.quickstart;

import org.jspecify.annotations.NullMarked;
