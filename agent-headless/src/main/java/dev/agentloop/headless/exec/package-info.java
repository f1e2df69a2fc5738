/**
 * For programs that run one turn and whose output another program reads: a turn as JSON lines in the vocabulary of
 * {@code codex exec --experimental-json}, which its TypeScript SDK understands.
 */
@NullMarked
package dev.agentloop.headless.exec;

import org.jspecify.annotations.NullMarked;
