/// How alike two names are, for "did you mean".
enum Similarity {
  /// What counts in a name: letters and digits in lower case.
  static func normalized(_ name: String) -> String {
    String(
      name.lowercased().unicodeScalars.filter {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "+"
      })
  }

  /// The candidates most like the query, best first; those with nothing in common are left out.
  static func nearest(to query: String, among candidates: [String], limit: Int) -> [String] {
    let wanted = Array(normalized(query))
    guard !wanted.isEmpty else { return [] }
    let scored = candidates.map { candidate in
      (candidate: candidate, score: score(wanted, Array(normalized(candidate))))
    }
    return scored.filter { $0.score < 0.7 }.sorted { ($0.score, $0.candidate) < ($1.score, $1.candidate) }
      .prefix(limit).map(\.candidate)
  }

  /// 0 for equal names, 1 for names without a common letter: the edit distance over the longer length,
  /// less for a name that contains the other.
  static func score(_ a: [Character], _ b: [Character]) -> Double {
    let longer = max(a.count, b.count)
    guard longer > 0 else { return 0 }
    let distance = Double(editDistance(a, b)) / Double(longer)
    let contains = String(b).contains(String(a)) || String(a).contains(String(b))
    return contains && min(a.count, b.count) >= 2 ? distance / 2 : distance
  }

  /// Levenshtein's distance: insertions, deletions and substitutions.
  private static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var previous = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var current = [i + 1]
      for (j, other) in b.enumerated() {
        current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (letter == other ? 0 : 1)))
      }
      previous = current
    }
    return previous[b.count]
  }
}
