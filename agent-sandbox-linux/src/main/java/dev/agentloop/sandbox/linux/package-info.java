/**
 * Confines commands on Linux: mount, process and network namespaces by bubblewrap, system calls by a filter built here. For
 * nobody to compile against; the provider is found by its service entry.
 */
@NullMarked
package dev.agentloop.sandbox.linux;

import org.jspecify.annotations.NullMarked;
