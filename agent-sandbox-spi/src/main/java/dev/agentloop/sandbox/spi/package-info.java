/** What an author of a sandbox provider implements. */
@NullMarked
package dev.agentloop.sandbox.spi;

import org.jspecify.annotations.NullMarked;
