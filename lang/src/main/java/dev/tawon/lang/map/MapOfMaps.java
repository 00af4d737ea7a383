package dev.tawon.lang.map;

/** A map that holds maps. */
public sealed interface MapOfMaps extends BpfMap permits ArrayOfMaps, HashOfMaps {
  /** What the maps are like. */
  KeyedMap<?, ?> inner();
}
