/** Programs that a host application would write, on the public API alone. Each compiles, runs, and is checked. */
package dev.agentloop.runtime.hostprograms;
