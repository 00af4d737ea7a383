/** The {@code tawon} command: one class a subcommand. */
package dev.tawon.cli;
