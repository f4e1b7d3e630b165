#if !FUZZING
  import Foundation
  import Testing

  /// The seeds that are kept, through the entry points that the fuzzer has: what once crashed a reader does so no more.
  @Suite struct SeedTests {
    static let folder = ShippedData.root + "/Tests/Fuzz/seeds"

    @Test("every kept seed is read or refused, in bounded time", arguments: FuzzTarget.all.map(\.name))
    func seeds(name: String) throws {
      let target = try #require(FuzzTarget.all.first { $0.name == name })
      let folder = "\(Self.folder)/\(name)"
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names.count > 1, "\(folder): no seeds")
      for name in names {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        let before = Self.processorSeconds
        #expect(throws: Never.self, "\(folder)/\(name)") { try target.read(Array(bytes)) }
        let seconds = Self.processorSeconds - before
        // The data that is shipped is read with the first one.
        #expect(seconds < 30, "\(folder)/\(name): \(seconds) s")
      }
    }

    @Test("there are seeds for every target and for no other")
    func folders() throws {
      let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
      #expect(folders == FuzzTarget.all.map(\.name))
    }

    /// Of this thread.
    private static var processorSeconds: Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
  }
#endif
