/** Approval policy, remembered answers, and the question to the handler. */
@NullMarked
package dev.agentloop.runtime.approval;

import org.jspecify.annotations.NullMarked;
