/** {@code agent sandbox} and {@code agent doctor}: commands confined by hand, and what confines them on this machine. */
@NullMarked
package dev.agentloop.cli.sandbox;

import org.jspecify.annotations.NullMarked;
