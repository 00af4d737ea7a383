package dev.tawon.monitor.event;

/**
 * A program execution that succeeded. The context's process is the one with the new program.
 *
 * @param context when, and which process
 * @param effectiveUser the effective user: another than the context's where a set-user-ID program began
 * @param effectiveGroup the effective group
 * @param argsBytes how many bytes of arguments there were, with a closing zero each, cut or not
 */
public record ExecEvent(
    EventContext context, Account effectiveUser, Account effectiveGroup, long argsBytes)
    implements Event {}
