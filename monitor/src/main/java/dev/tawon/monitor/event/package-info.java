/**
 * What the monitor reports: one record a kind of event, with everything that is known of it in plain Java values.
 *
 * <p>An {@link dev.tawon.monitor.event.Event} is immutable and may be kept, passed on and compared. It has a
 * {@linkplain dev.tawon.monitor.event.EventContext context}, which all kinds share (when, which process, its parent, as whom),
 * and the fields of its kind. Processes are described by {@link dev.tawon.monitor.event.ProcessInfo}, whose entity id, unlike
 * a pid, is never used twice.
 *
 * <p>Switches over the sealed interface need no default:
 *
 * <pre>{@code
 * String line = switch (event) {
 *   case ExecEvent exec -> exec.context().process().commandLine();
 *   case ExitEvent exit -> "status " + exit.status();
 *   case FileEvent file -> file.path();
 *   case NetworkEvent network -> network.destination().toString();
 *   case ForkEvent fork -> fork.context().process().name();
 * };
 * }</pre>
 *
 * <p>Bytes that are not UTF-8, in arguments and paths, are U+FFFD here: what a program was given can be told from it in all
 * cases but that.
 */
package dev.tawon.monitor.event;
