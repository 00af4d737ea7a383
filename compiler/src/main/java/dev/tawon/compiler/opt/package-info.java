/** Improvements of the intermediate form, each a pass over a function. */
package dev.tawon.compiler.opt;
