/** {@code agent demo}: an agent repairs a bundled project, and the command checks that it really did. */
@NullMarked
package dev.agentloop.cli.demo;

import org.jspecify.annotations.NullMarked;
