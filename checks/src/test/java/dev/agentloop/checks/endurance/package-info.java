/** The whole product for minutes and through violent ends, for whoever runs the long parts of {@code bin/test}. */
@NullMarked
package dev.agentloop.checks.endurance;

import org.jspecify.annotations.NullMarked;
