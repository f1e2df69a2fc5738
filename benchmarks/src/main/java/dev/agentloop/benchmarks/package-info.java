/** For whoever wants to know what the loop costs: small programs that print ratios against a floor. */
@NullMarked
package dev.agentloop.benchmarks;

import org.jspecify.annotations.NullMarked;
