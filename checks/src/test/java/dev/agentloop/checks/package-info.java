/** Rules over the jars of all modules, for whoever changes their structure. */
@NullMarked
package dev.agentloop.checks;

import org.jspecify.annotations.NullMarked;
