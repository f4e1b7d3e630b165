/// The first place at which what a file says is not what follows.
public struct JSONDifference: Encodable, Equatable, Sendable {
  /// Of the bundle.
  public let file: String
  /// From the file's root: "$.measurements[0].topsMedian".
  public let path: String
  /// What the file says there; "nothing" where the key is absent.
  public let recorded: String
  /// What follows there.
  public let derived: String

  var summary: String { "\(file), \(path): the file has \(recorded); what follows is \(derived)" }

  /// What others follow from is compared first, what follows from others last, so that the first difference is a cause.
  private static let causes = [
    "samples", "visits", "rivals", "ceiling", "measurements", "run", "findings", "rules", "rating",
  ]
  private static let effects = ["status", "reason", "notes", "plausibility", "warnings"]

  private static func rank(_ name: String) -> Int {
    if let cause = causes.firstIndex(of: name) { return cause - causes.count }
    return effects.firstIndex(of: name).map { $0 + 1 } ?? 0
  }

  /// Compares member by member: causes, then the rest in the order of the names.
  /// - Parameter fromEarlierVersion: whether the file was written by an earlier version of the same format: then what
  ///   follows may have members that it lacks, and the version of the schema is another.
  /// - Returns: `nil` where both are the same.
  static func first(
    in file: String, recorded: JSONValue, derived: JSONValue, fromEarlierVersion: Bool = false
  ) -> JSONDifference? {
    all(in: file, recorded: recorded, derived: derived, fromEarlierVersion: fromEarlierVersion, limit: 1)
      .first
  }

  /// The first differences, at most so many.
  static func all(
    in file: String, recorded: JSONValue, derived: JSONValue, fromEarlierVersion: Bool = false, limit: Int
  ) -> [JSONDifference] {
    var comparison = Comparison(file: file, fromEarlierVersion: fromEarlierVersion, limit: limit)
    comparison.compare(recorded, derived, "$")
    return comparison.found
  }

  private struct Comparison {
    let file: String
    let fromEarlierVersion: Bool
    let limit: Int
    var found: [JSONDifference] = []

    mutating func compare(_ recorded: JSONValue?, _ derived: JSONValue?, _ path: String) {
      guard found.count < limit else { return }
      switch (recorded, derived) {
      case (.object(let one)?, .object(let other)?):
        let names = Set(one.map(\.name)).union(other.map(\.name)).sorted {
          (JSONDifference.rank($0), $0) < (JSONDifference.rank($1), $1)
        }
        let ones = Dictionary(uniqueKeysWithValues: one.map { ($0.name, $0.value) })
        let others = Dictionary(uniqueKeysWithValues: other.map { ($0.name, $0.value) })
        for name in names
        where !(fromEarlierVersion && (ones[name] == nil || name == "schemaVersion")) {
          compare(ones[name], others[name], "\(path).\(name.printable)")
        }
      case (.array(let one)?, .array(let other)?):
        for index in 0..<max(one.count, other.count) where found.count < limit {
          compare(
            one.indices.contains(index) ? one[index] : nil,
            other.indices.contains(index) ? other[index] : nil,
            "\(path)[\(index)]")
        }
      default:
        if recorded != derived {
          found.append(
            JSONDifference(
              file: file, path: path, recorded: recorded?.brief ?? "nothing",
              derived: derived?.brief ?? "nothing"))
        }
      }
    }
  }
}
