package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** An IPv6 address: sixteen bytes, in network byte order. */
@KernelType("in6_addr")
public final class In6Addr {}
