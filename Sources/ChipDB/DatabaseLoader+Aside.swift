import Rating

extension DatabaseLoader {
  /// Reads the throughputs, a third of all rows, on another thread.
  func loadThroughputsAside() -> Aside<Result<Absorbable, ChipDBError>> {
    let loader = separate()
    return Aside {
      Result { () throws(ChipDBError) in
        var loader = loader
        let throughputs = try loader.loadThroughputs()
        return Absorbable(throughputs: throughputs, loader: loader)
      }
    }
  }

  /// What was read aside, and what was wrong with it.
  struct Absorbable {
    let throughputs: [String: [Chip.PublishedThroughput]]
    let loader: DatabaseLoader
  }

  mutating func absorb(_ result: Result<Absorbable, ChipDBError>) throws(ChipDBError)
    -> [String: [Chip.PublishedThroughput]]
  {
    let aside = try result.get()
    absorb(aside.loader)
    return aside.throughputs
  }
}
