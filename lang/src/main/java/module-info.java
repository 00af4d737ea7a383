import org.jspecify.annotations.NullMarked;

/** What kernel-side Java is written with: annotations, helper functions, map handles, kernel types. */
@NullMarked
module dev.tawon.lang {
  requires static transitive org.jspecify;

  exports dev.tawon.lang;
  exports dev.tawon.lang.map;
  exports dev.tawon.lang.net;
}
