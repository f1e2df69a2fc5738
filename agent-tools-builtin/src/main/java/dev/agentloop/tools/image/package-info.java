/** The tool that shows an image file to a model. */
@NullMarked
package dev.agentloop.tools.image;

import org.jspecify.annotations.NullMarked;
