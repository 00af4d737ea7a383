/** From class files to the intermediate form: reading, inlining, and the meaning of the kernel-side vocabulary. */
package dev.tawon.compiler.front;
