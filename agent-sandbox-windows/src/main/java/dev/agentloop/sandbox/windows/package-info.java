/**
 * Confines commands on Windows by restricted tokens, access lists and job objects. For nobody to compile against; the provider
 * is found by its service entry. The plan is made here; the helper program that carries it out is not part of this build.
 */
@NullMarked
package dev.agentloop.sandbox.windows;

import org.jspecify.annotations.NullMarked;
