/** For applications that decide what an agent may do: policies, questions and answers. */
@NullMarked
package dev.agentloop.approval;

import org.jspecify.annotations.NullMarked;
