/** From what a record says to what is known: processes, their parents, names of users, times of day. */
package dev.tawon.monitor.enrich;
