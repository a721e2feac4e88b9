/**
 * One small server in each library, all with the same answer: what {@code h11j-benchmarks/throughput} loads and
 * {@code h11j-benchmarks/compare} tests. Each is set up as its documentation has it.
 */
package io.github.h11j.benchmarks.servers;
