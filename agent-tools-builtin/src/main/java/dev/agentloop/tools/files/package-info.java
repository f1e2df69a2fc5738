/**
 * File tools, and the careful file access they share with the patch tool: paths resolved to where they really are,
 * directories opened so that a swapped link cannot redirect an access.
 */
@NullMarked
package dev.agentloop.tools.files;

import org.jspecify.annotations.NullMarked;
