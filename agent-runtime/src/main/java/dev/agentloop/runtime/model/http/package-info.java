/** What every HTTP wire of a model service needs: sockets, keys, status codes, error bodies. For the wire packages. */
@NullMarked
package dev.agentloop.runtime.model.http;

import org.jspecify.annotations.NullMarked;
