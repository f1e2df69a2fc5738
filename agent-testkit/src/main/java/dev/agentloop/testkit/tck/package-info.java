/**
 * Compatibility kits: abstract test classes that an author of a provider extends by a few lines to learn whether it keeps its
 * contract.
 */
@NullMarked
package dev.agentloop.testkit.tck;

import org.jspecify.annotations.NullMarked;
