/** What the build does to the other modules' classes. Not shipped. */
module dev.tawon.build {
  requires static org.jspecify;
}
