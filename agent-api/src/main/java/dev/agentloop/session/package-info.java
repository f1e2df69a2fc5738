/** Identity and stored form of conversations, for applications that list them and for authors of stores. */
@NullMarked
package dev.agentloop.session;

import org.jspecify.annotations.NullMarked;
