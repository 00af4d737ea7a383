package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;

/** A thread. */
@KernelType("task_struct")
public final class TaskStruct {
  public int tgid;
  public int pid;
  public TaskStruct real_parent;
  public TaskStruct group_leader;
  public long start_boottime;
  public Cred cred;
  public SignalStruct signal;
  public MmStruct mm;
  public FsStruct fs;
  public FilesStruct files;
  public CssSet cgroups;
  public int exit_code;
  @Embedded public ThreadInfo thread_info;

  @Length(16)
  public byte[] comm;
}
