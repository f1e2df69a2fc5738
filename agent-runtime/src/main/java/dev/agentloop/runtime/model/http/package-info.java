/**
 * What the HTTP wires of model services share: sockets, keys, status codes, error bodies, streams, and the grouping of items
 * under answers. For the wire packages.
 */
@NullMarked
package dev.agentloop.runtime.model.http;

import org.jspecify.annotations.NullMarked;
