/// Values one after another that stand in the same order at an earlier place.
struct RepeatedRun {
  let row: Int
  let start: Int
  let earlier: (row: Int, start: Int)

  /// The first such run of each row. Runs of one and the same value count for none.
  ///
  /// A rolling hash (Rabin and Karp) finds the places in one pass over all values; equal hashes are compared by value.
  static func firstOfEach(in rows: [[Double]], length: Int) -> [RepeatedRun] {
    var places: [UInt64: (row: Int, start: Int)] = [:]
    return rows.indices.compactMap { row in
      let values = rows[row]
      let leaving = (1..<length).reduce(1 as UInt64) { power, _ in power &* factor }
      var hash: UInt64 = 0
      var alike = 0
      for end in values.indices {
        if end >= length { hash &-= leaving &* values[end - length].bitPattern }
        hash = hash &* factor &+ values[end].bitPattern
        alike = end > 0 && values[end] == values[end - 1] ? alike + 1 : 1
        let start = end + 1 - length
        guard start >= 0, alike < length else { continue }
        guard let earlier = places[hash] else {
          places[hash] = (row, start)
          continue
        }
        if rows[earlier.row][earlier.start..<earlier.start + length] == values[start...end] {
          return RepeatedRun(row: row, start: start, earlier: earlier)
        }
      }
      return nil
    }
  }

  /// Odd, so that no bit of a value is lost; of Knuth's generator MMIX.
  private static let factor: UInt64 = 6_364_136_223_846_793_005
}
