package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a static method that is a kernel helper function with integer arguments. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Helper {
  /** The helper's number in {@code enum bpf_func_id} of {@code include/uapi/linux/bpf.h}. */
  int value();
}
