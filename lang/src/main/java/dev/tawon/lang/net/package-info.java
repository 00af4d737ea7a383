/**
 * Headers of packets, as {@link dev.tawon.lang.XdpPacket#at} and {@link dev.tawon.lang.SkBuff#at} find them.
 *
 * <p>Their fields are {@link dev.tawon.lang.BigEndian}: programs see numbers, whatever the byte order of the machine.
 */
package dev.tawon.lang.net;
