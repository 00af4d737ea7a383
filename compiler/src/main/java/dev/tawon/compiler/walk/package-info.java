/**
 * The way of the kernel's verifier through a program with loops, to say before it is loaded whether it comes to the end: it follows
 * every loop round by round, and gives up after a million instructions.
 */
package dev.tawon.compiler.walk;
