/// How alike two names are: for "did you mean", and for the ways in which people write one name.
enum Similarity {
  /// What counts in a name: everything but case, blanks, hyphens, underscores, parentheses and the signs
  /// of trade marks.
  ///
  /// Points, slashes and plus signs count: "TPU v5.1" is not "TPU v51", "8480+" is not "8480".
  static func key(_ name: some StringProtocol) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return asciiKey(name) }
    var key = String.UnicodeScalarView()
    for scalar in name.lowercased().unicodeScalars where !isIgnored(scalar) { key.append(scalar) }
    return String(key)
  }

  /// The same, of ASCII alone.
  private static func asciiKey(_ name: some StringProtocol) -> String {
    var key: [UInt8] = []
    key.reserveCapacity(name.utf8.count)
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): key.append(byte | 0x20)
      case 0x09...0x0d, UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "("),
        UInt8(ascii: ")"):
        break
      default: key.append(byte)
      }
    }
    return String(decoding: key, as: UTF8.self)
  }

  /// The candidates most like the query, best first; those with little in common are left out.
  static func nearest(to query: String, among candidates: [String], limit: Int) -> [String] {
    let wanted = Name(query)
    guard !wanted.key.isEmpty else { return [] }
    let scored = candidates.map { (candidate: $0, distance: distance(wanted, Name($0))) }
    return scored.filter { $0.distance < 0.7 }
      .sorted { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
      .prefix(limit).map(\.candidate)
  }

  /// A name taken apart once.
  struct Name {
    let key: [Unicode.Scalar]
    let words: Set<String>

    init(_ name: String) {
      key = Array(Similarity.key(name).unicodeScalars)
      words = Set(
        name.unicodeScalars.split(whereSeparator: Similarity.isIgnored).map { Similarity.key(String($0)) })
    }
  }

  /// 0 for equal names, 1 for names that share nothing: the edit distance over the longer length, halved
  /// for a name that contains the other, and bounded by the share of common words.
  static func distance(_ a: Name, _ b: Name) -> Double {
    let longer = max(a.key.count, b.key.count)
    guard longer > 0, !a.key.isEmpty, !b.key.isEmpty else { return 1 }
    var distance = Double(editDistance(a.key, b.key)) / Double(longer)
    if min(a.key.count, b.key.count) >= 2, a.key.contains(b.key) || b.key.contains(a.key) { distance /= 2 }
    let common = a.words.intersection(b.words).count
    if common > 0 {
      distance = min(distance, 0.7 - 0.4 * Double(common) / Double(max(a.words.count, b.words.count)))
    }
    return distance
  }

  /// Levenshtein's distance: insertions, deletions and substitutions. Time a × b, memory b.
  private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var previous = Array(0...b.count)
    var current = previous
    for (i, letter) in a.enumerated() {
      current[0] = i + 1
      for (j, other) in b.enumerated() {
        current[j + 1] = min(
          previous[j + 1] + 1, current[j] + 1, previous[j] + (letter == other ? 0 : 1))
      }
      swap(&previous, &current)
    }
    return previous[b.count]
  }

  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "_", "(", ")", "（", "）", "™", "®", "©": true
    default: scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
    }
  }
}
