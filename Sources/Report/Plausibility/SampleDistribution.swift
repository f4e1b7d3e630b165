import Measurement

/// Whether the times of the products scatter as those of a machine do: whoever invents times makes them too regular.
///
/// Every test has a chance of at most 1e-7 (`Coincidence.falseAlarm`) to call the honest times of a row regular, as long as
/// the clock resolves what it times well enough, and no single time has more than a quarter of the probability. How far real
/// times are from that, docs/plausibility.md tells.
struct SampleDistribution {
  private(set) var outcome = PlausibilityOutcome(.sampleDistribution)

  /// No time is taken to be more probable than this, of a clock with enough steps.
  private static let mostLikely = 0.25
  /// How many steps of the clock the median time must have: a product on a host's processor scatters by a
  /// ten-thousandth at least, the mean of a burst on a device by less.
  private static let fewestSteps = (host: 1e5, device: 1e6)
  /// Fewer times show nothing: even if all were the same.
  private static let fewestTimes = 15
  /// No clock that Linux takes where it has a choice is so coarse, in nanoseconds: `acpi_pm` counts 279.
  private static let coarsest = 1000.0
  /// The share of a digit may lie between, where the clock's own step favours some.
  private static let digitShares = (least: 0.05, most: 0.15)
  /// The narrowest half of the times, in nanoseconds, over which the digit of the hundreds goes round many times.
  private static let leastHalf = 10_000.0
  /// The narrowest half of a processor's times over their median: interrupts alone make it wider.
  private static let leastScatter = 1e-5

  init(_ subjects: [PlausibilitySubject]) {
    var fine: [(label: String, nanoseconds: [Double])] = []
    var few: [String] = []
    for subject in subjects {
      for row in subject.rows where row.topsBest != nil {
        let label = subject.label(row)
        let seconds = row.samples.map(\.toldSeconds).filter { $0 > 0 && $0 < 1e6 }
        guard seconds.count >= Self.fewestTimes else {
          few.append("\(label) (\(seconds.count))")
          continue
        }
        let times = SampleTimes(seconds: seconds)
        if isFine(times, label, isHost: subject.isHost) {
          fine.append((label, times.nanoseconds))
          judge(times, label, isHost: subject.isHost)
        }
      }
    }
    if !few.isEmpty {
      outcome.leaveOut(
        "\(Self.fewestTimes) times of a row are needed for a pattern to show; there are fewer of \(few.joined(separator: ", "))"
      )
    }
    judgeRepetition(fine)
  }

  /// Whether the clock tells the times finely enough for their scatter to show.
  private mutating func isFine(_ times: SampleTimes, _ label: String, isHost: Bool) -> Bool {
    if isHost, times.resolution >= Self.coarsest {
      outcome.find(
        .doubtful, label,
        "all \(times.nanoseconds.count) times are whole multiples of \(Self.told(times.resolution)): a processor's clock is "
          + "finer, so they were rounded", .init(times.resolution, limit: Self.coarsest, "ns"))
      return false
    }
    let fewest = isHost ? Self.fewestSteps.host : Self.fewestSteps.device
    guard times.steps >= fewest else {
      outcome.leaveOut(
        "\(label): its clock tells \(Self.told(times.resolution)), too coarse beside times of \(Self.told(times.median)) for "
          + "their scatter to show")
      return false
    }
    return true
  }

  private mutating func judge(_ times: SampleTimes, _ label: String, isHost: Bool) {
    let count = times.nanoseconds.count
    outcome.examine("\(label): \(count) times")
    if let alike = Coincidence.alike(times.nanoseconds, mostLikely: Self.mostLikely) {
      outcome.find(
        isHost ? .impossible : .doubtful, label,
        "\(alike.count) of \(count) times are \(Self.told(alike.value)) to the last digit, where chance allows "
          + "\(alike.limit)", .init(Double(alike.count), limit: Double(alike.limit), "times"))
      return
    }
    let differences = times.differences
    if let alike = Coincidence.alike(differences, mostLikely: Self.mostLikely) {
      outcome.find(
        .doubtful, label,
        "\(alike.count) of \(differences.count) times differ from the one before by the same "
          + "\(Self.told(alike.value.magnitude)), where chance allows \(alike.limit)",
        .init(Double(alike.count), limit: Double(alike.limit), "times"))
    }
    if isHost {
      judgeScatter(times, label)
      judgeDigits(times, label)
    }
  }

  private mutating func judgeScatter(_ times: SampleTimes, _ label: String) {
    let half = times.shortestHalf
    let scatter = half / times.median
    if scatter < Self.leastScatter {
      outcome.find(
        .doubtful, label,
        "half of its \(times.nanoseconds.count) times lie within \(Self.told(half)), a share of "
          + "\(NumberFormat.number(scatter)) of their median: no processor is so steady",
        .init(scatter, limit: Self.leastScatter, "share"))
    }
  }

  private mutating func judgeDigits(_ times: SampleTimes, _ label: String) {
    guard times.shortestHalf >= Self.leastHalf else { return }
    let digits = times.hundreds
    let count = times.nanoseconds.count
    // Ten digits, each by both sides.
    let chance = Coincidence.falseAlarm / 20
    let most = Coincidence.mostSuccesses(of: count, Self.digitShares.most, chance: chance)
    // That a digit comes up seldom is that the others come up often.
    let least = count - Coincidence.mostSuccesses(of: count, 1 - Self.digitShares.least, chance: chance)
    guard let digit = digits.indices.first(where: { digits[$0] > most || digits[$0] < least }) else { return }
    outcome.find(
      .doubtful, label,
      "\(digits[digit]) of \(count) times have a \(digit) at the place of hundreds of nanoseconds, where chance allows "
        + "\(least) to \(most): times were rounded or written by hand",
      .init(Double(digits[digit]), limit: Double(digits[digit] > most ? most : least), "times"))
  }

  /// Times that come again in the same order, in one row or in two: pairs of places for them are as many as half the square
  /// of all times, and each place more agrees with a chance of at most `mostLikely`.
  private mutating func judgeRepetition(_ rows: [(label: String, nanoseconds: [Double])]) {
    if rows.isEmpty { return }
    outcome.examine("\(rows.count) rows for times that come again in the same order")
    let all = rows.reduce(0) { $0 + $1.nanoseconds.count }
    let length = Self.longestRepetition(ofTimes: Double(all)) + 1
    for found in RepeatedRun.firstOfEach(in: rows.map(\.nanoseconds), length: length) {
      let place = found.row == found.earlier.row ? "in the same row" : "in \(rows[found.earlier.row].label)"
      outcome.find(
        .impossible, rows[found.row].label,
        "\(length) times one after another, from time \(found.start + 1) on, are those from time \(found.earlier.start + 1) "
          + "on \(place), to the last digit: they were copied",
        .init(Double(length), limit: Double(length - 1), "times"))
    }
  }

  /// The longest run of times that chance lets come again among so many.
  static func longestRepetition(ofTimes count: Double) -> Int {
    // count² / 2 · mostLikely^length ≤ falseAlarm.
    var length = 1
    var chance = count * count / 2 * mostLikely
    while chance > Coincidence.falseAlarm {
      chance *= mostLikely
      length += 1
    }
    return length - 1
  }

  private static func told(_ nanoseconds: Double) -> String {
    nanoseconds >= 1e6
      ? "\(NumberFormat.number(nanoseconds / 1e6, digits: 3)) ms"
      : nanoseconds >= 1e3
        ? "\(NumberFormat.number(nanoseconds / 1e3, digits: 3)) µs"
        : "\(NumberFormat.number(nanoseconds, digits: 3)) ns"
  }
}
