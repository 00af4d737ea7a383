/** Reading settings: their values as text, and files of them. */
package dev.tawon.monitor.config;
