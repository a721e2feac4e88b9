/**
 * A provider for the JDK's {@link com.sun.net.httpserver.HttpServer}: programs written for it run on h11j without
 * changes.
 *
 * <p>If the jar is on the class path or the module path, {@code HttpServer.create} and {@code HttpsServer.create} find
 * the {@link io.github.h11j.jdkserver.H11jServerProvider}. If there are several providers, the system property
 * {@code com.sun.net.httpserver.HttpServerProvider} selects one: its value is the name of that class.
 */
@NullMarked
package io.github.h11j.jdkserver;

import org.jspecify.annotations.NullMarked;
