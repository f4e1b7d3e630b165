import CPeak
import Foundation
import Testing

@Suite struct MemoryTests {
  static let kinds = [CPEAK_MEMORY_TRIAD, CPEAK_MEMORY_COPY, CPEAK_MEMORY_READ]

  /// The logical CPUs that this thread may use, from a list such as `0-3,8`.
  static func allowedCPUs() throws -> [Int32] {
    let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
    let list = line.dropFirst("Cpus_allowed_list:".count).trimmingCharacters(in: .whitespaces)
    return list.split(separator: ",").flatMap { range in
      let ends = range.split(separator: "-").compactMap { Int32($0) }
      return Array(ends[0]...ends[ends.count - 1])
    }
  }

  @Test("every kind of pass moves what it says, and its result is right", arguments: [1, 3])
  func bandwidth(threads: UInt32) throws {
    var created: OpaquePointer?
    try #require(cpeak_memory_create(threads, 1 << 20, &created) == 0)
    let memory = try #require(created)
    defer { cpeak_memory_destroy(memory) }
    let elements = Double((1 << 20) / Int(threads) / 512 * 64 * Int(threads))
    for (kind, bytes) in zip(Self.kinds, [24.0, 16, 8]) {
      var result = cpeak_memory_result()
      #expect(cpeak_memory_run(memory, kind, 0.005, &result) == 0)
      #expect(result.verified)
      #expect(result.passes >= 1)
      #expect(result.bytes_per_pass == bytes * elements)
      #expect(result.median_bytes_per_second > 0)
      #expect(result.best_bytes_per_second >= result.median_bytes_per_second)
    }
  }

  @Test("one pass runs even in no time")
  func onePass() throws {
    var created: OpaquePointer?
    try #require(cpeak_memory_create(2, 1 << 16, &created) == 0)
    let memory = try #require(created)
    defer { cpeak_memory_destroy(memory) }
    var result = cpeak_memory_result()
    #expect(cpeak_memory_run(memory, CPEAK_MEMORY_TRIAD, 0, &result) == 0)
    #expect(result.passes == 1)
    #expect(result.verified)
  }

  @Test("bad arguments are refused, and so is more memory than there is")
  func badArguments() throws {
    var created: OpaquePointer?
    #expect(cpeak_memory_create(0, 1 << 20, &created) == EINVAL)
    #expect(cpeak_memory_create(4, 4 * 4096 - 1, &created) == EINVAL)
    #expect(cpeak_memory_create(1, 1 << 20, nil) == EINVAL)
    #expect(cpeak_memory_create(1, Int.max, &created) == ENOMEM)
    #expect(created == nil)
    try #require(cpeak_memory_create(1, 4096, &created) == 0)
    let memory = try #require(created)
    defer { cpeak_memory_destroy(memory) }
    var result = cpeak_memory_result()
    #expect(cpeak_memory_run(nil, CPEAK_MEMORY_READ, 0, &result) == EINVAL)
    #expect(cpeak_memory_run(memory, CPEAK_MEMORY_READ, -1, &result) == EINVAL)
    #expect(cpeak_memory_run(memory, CPEAK_MEMORY_READ, .nan, &result) == EINVAL)
    #expect(cpeak_memory_run(memory, cpeak_memory_kind(7), 0, &result) == EINVAL)
    #expect(cpeak_memory_run(memory, CPEAK_MEMORY_READ, 0, nil) == EINVAL)
    cpeak_memory_destroy(nil)
  }

  @Test("a cache line passes between two CPUs, and the caller may still use all of them")
  func latency() throws {
    let cpus = try Self.allowedCPUs()
    guard cpus.count >= 2 else { return }
    // A busy machine may not complete a slice at the first try.
    let best = (0..<20).lazy.map { _ in cpeak_core_latency_ns(cpus[0], cpus[1], 0.1) }.first { $0 != 0 }
    #expect((best ?? 0) > 0)
    #expect(try Self.allowedCPUs() == cpus)
  }

  @Test("latency needs two different CPUs that exist, and a time")
  func impossibleLatency() {
    #expect(cpeak_core_latency_ns(0, 0, 0.01) == -1)
    #expect(cpeak_core_latency_ns(-1, 0, 0.01) == -1)
    #expect(cpeak_core_latency_ns(0, 100_000, 0.01) == -1)
    #expect(cpeak_core_latency_ns(0, 1, 0) == -1)
    #expect(cpeak_core_latency_ns(0, 1, .nan) == -1)
  }
}
