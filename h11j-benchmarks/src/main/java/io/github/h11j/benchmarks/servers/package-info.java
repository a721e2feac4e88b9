/**
 * One small server in each library, all with the same answer: what {@code h11j-benchmarks/throughput} loads. Each
 * is set up as its documentation shows.
 */
package io.github.h11j.benchmarks.servers;
