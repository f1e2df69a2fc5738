/** The only way out of a network namespace: a proxy in this JVM that checks each connection, and the bridge to it. */
@NullMarked
package dev.agentloop.sandbox.linux.proxy;

import org.jspecify.annotations.NullMarked;
