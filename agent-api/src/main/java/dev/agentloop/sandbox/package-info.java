/**
 * What a sandbox must allow, refuse and guarantee, in words a user chooses: policies, commands, results and grants. For
 * everybody who embeds an agent; mechanisms live in {@code dev.agentloop.sandbox.spi} and its providers.
 */
@NullMarked
package dev.agentloop.sandbox;

import org.jspecify.annotations.NullMarked;
