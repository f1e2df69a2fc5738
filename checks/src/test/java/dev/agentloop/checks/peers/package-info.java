/** Programs that others published, run beside ours, for whoever changes what they must agree on. */
@NullMarked
package dev.agentloop.checks.peers;

import org.jspecify.annotations.NullMarked;
