import Measurement

/// The visits to everything that one machine or device worked on, one after another.
struct Timeline {
  /// A visit, with its place in the file.
  private struct Moment {
    let path: String
    let start: Double
    /// How long its products took.
    let busy: Double
  }

  private let moments: [Moment]

  /// Clocks and the overlap of a worker's time with what is seen of it may differ by so much, as a share and in seconds.
  private static let tolerance = (share: 0.01, seconds: 0.002)

  /// - Parameter path: of what holds the rows: "$", "$.devices[0]".
  init(_ rows: [MeasurementRow], at path: String) {
    moments = rows.enumerated().flatMap { index, row in
      let rivals = row.rivals.enumerated().flatMap { place, rival in
        Self.moments("\(path).rows[\(index)].rivals[\(place)]", rival.visits, rival.samples)
      }
      return Self.moments("\(path).rows[\(index)]", row.visits, row.samples) + rivals
    }.sorted { $0.start < $1.start }
  }

  /// When the first visit began, and where that stands.
  var first: (path: String, start: Double)? {
    moments.first.map { ($0.path + ".startSeconds", $0.start) }
  }

  /// When the last visit began, in seconds since the run began.
  var lastStart: Double? { moments.last?.start }

  /// When the visit after one that began at a moment began; `nil` for the last.
  func next(after start: Double) -> Double? { moments.first { $0.start > start }?.start }

  /// The products of a visit ran before the next visit began, and the last before the end.
  func firstProblem(soakSeconds: Double, end: Double) -> JSONDifference? {
    if let first, first.start < soakSeconds {
      return problem(
        first.path, "\(first.start)",
        "at least \(soakSeconds), since the machine is warmed up before the first visit")
    }
    let ends = moments.dropFirst().map(\.start) + [end]
    for (moment, end) in zip(moments, ends) where moment.busy > Self.allowed(end - moment.start) {
      return problem(
        moment.path, "\(moment.busy) s of products",
        "at most \(end - moment.start) s, the time until the next visit or the end")
    }
    return nil
  }

  /// So many seconds, and what clocks may differ by.
  static func allowed(_ seconds: Double) -> Double { seconds * (1 + tolerance.share) + tolerance.seconds }

  private static func moments(_ path: String, _ visits: [Visit], _ samples: [Sample]) -> [Moment] {
    let busy = Dictionary(samples.map { ($0.visit, $0.toldSeconds) }, uniquingKeysWith: +)
    return visits.enumerated().map {
      Moment(path: "\(path).visits[\($0)]", start: $1.startSeconds, busy: busy[$1.number] ?? 0)
    }
  }

  private func problem(_ path: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path, recorded: recorded, derived: derived)
  }
}
