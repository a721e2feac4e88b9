package io.github.h11j.spec.properties;

/** TODO. */
public interface ModelProperties extends ConnectionSource {}
