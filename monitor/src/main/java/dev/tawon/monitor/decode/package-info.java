/** From the bytes of the kernel's ring to Java values: bounds are checked here, and nowhere after. */
package dev.tawon.monitor.decode;
