/**
 * Confines commands on macOS by Seatbelt profiles. For nobody to compile against; the provider is found by its service entry.
 * Writing, reading and simulating profiles works on every system.
 */
@NullMarked
package dev.agentloop.sandbox.macos;

import org.jspecify.annotations.NullMarked;
