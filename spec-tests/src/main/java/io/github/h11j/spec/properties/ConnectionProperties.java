package io.github.h11j.spec.properties;

/** All laws of one implementation, for a test class to inherit. */
public interface ConnectionProperties
        extends SegmentationProperties,
                SerialisationProperties,
                ExceptionProperties,
                TruncationProperties,
                ResourceProperties {}
