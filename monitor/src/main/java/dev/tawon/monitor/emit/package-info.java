/** Events as bytes: lines of JSON for machines, a table for people. */
package dev.tawon.monitor.emit;
