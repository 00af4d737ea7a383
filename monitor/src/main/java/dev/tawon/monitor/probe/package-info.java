/** The monitor's kernel half: eBPF programs in Java, and the records that they send. */
package dev.tawon.monitor.probe;
