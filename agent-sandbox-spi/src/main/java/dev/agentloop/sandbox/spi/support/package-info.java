/**
 * Parts that most sandbox providers need: starting and killing processes, running a command to its end, recognising
 * refusals. For authors of providers; a provider may do without them.
 */
@NullMarked
package dev.agentloop.sandbox.spi.support;

import org.jspecify.annotations.NullMarked;
