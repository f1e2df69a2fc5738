/** The vocabulary shared by the loop and model providers; applications meet only the endpoint and the effort. */
@NullMarked
package dev.agentloop.model;

import org.jspecify.annotations.NullMarked;
