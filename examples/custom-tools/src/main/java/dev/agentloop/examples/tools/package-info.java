/** An agent with tools of its own: a shop that recommends and orders articles. */
@NullMarked
package dev.agentloop.examples.tools;

import org.jspecify.annotations.NullMarked;
