/**
 * The user half: loading modules into the kernel, and talking to them.
 *
 * <p>{@link dev.tawon.bpf.Bpf} compiles a module class, loads it, attaches its programs, and gives its maps and ring buffers
 * back by their own static fields, as {@link dev.tawon.bpf.UserMap} and {@link dev.tawon.bpf.RingReader}. One floor below,
 * {@link dev.tawon.bpf.BpfObject} loads any {@link dev.tawon.object.ObjectSpec}, with maps and programs by name. A {@link
 * dev.tawon.bpf.StructCodec} turns a struct's bytes into its Java class and back.
 *
 * <p>What the kernel holds is closeable and owns one file descriptor each: {@code Bpf} and {@code BpfObject} their maps and
 * programs, a {@link dev.tawon.bpf.Link} an attachment, a {@code RingReader} a mapping. Descriptions are plain data.
 *
 * <p>Everything is tried first and explained when it fails. All exceptions are {@link dev.tawon.bpf.BpfException}s, by what can
 * be done about them:
 *
 * <ul>
 *   <li>{@link dev.tawon.bpf.SystemCallException}: the kernel refused; the hint says which right or setting is missing.
 *   <li>{@link dev.tawon.bpf.UnsupportedFeatureException}: this kernel does not have it, and which version has.
 *   <li>{@link dev.tawon.bpf.VerifierException}: the Java line that the verifier does not accept, its reason, its log.
 *   <li>{@link dev.tawon.bpf.KernelTypeException}: the Java line that reads a field which this kernel lacks.
 * </ul>
 *
 * <p>{@link dev.tawon.bpf.Host} and {@link dev.tawon.bpf.Features} say beforehand what a machine allows. System calls are made
 * in one package that is not exported, through libc and the JDK's foreign function interface alone.
 */
package dev.tawon.bpf;
