import ChipDB
import Rating

/// The fewest chips of two kinds that hold a model, and how such groups compare.
struct ModelFitPage: Encodable, Sendable {
  struct Group: Encodable, Sendable {
    let chip: String
    /// Decimal GB of one; null where unknown.
    let capacityGB: BoundedValue?
    /// How many hold the model; an interval where sources disagree on the capacity.
    let count: BoundedValue?
    /// What the group has of the measure.
    let measured: BoundedValue?
  }

  let gigabytes: Double
  let measure: String
  let unit: String
  let first: Group
  let second: Group
  /// The second group over the first.
  let ratio: BoundedValue?
  let sentences: [String]
  let sources: [String]

  private enum CodingKeys: CodingKey { case gigabytes, measure, unit, first, second, ratio, sentences }

  init(_ fit: ModelFit) {
    func group(_ group: ModelFit.Group) -> Group {
      Group(
        chip: group.chip.id, capacityGB: group.capacityGB?.bounded, count: group.count,
        measured: group.measured)
    }
    gigabytes = fit.gigabytes
    measure = fit.measure.label
    unit = fit.measure.unit
    first = group(fit.first)
    second = group(fit.second)
    ratio = fit.ratio
    sentences = [fit.first, fit.second].map { Self.sentence($0, fit) } + [Self.comparison(fit)]
    sources = [fit.first, fit.second].compactMap(\.capacityGB?.source).flatMap(\.ids)
  }

  var section: Document.Section {
    .init("With a model of \(NumberFormat.exact(gigabytes)) GB", [.notes(sentences)])
  }

  private static func sentence(_ group: ModelFit.Group, _ fit: ModelFit) -> String {
    guard let capacity = group.capacityGB, let count = group.count else {
      return "\(group.chip.name): how many hold it is unknown, because its memory capacity is not known."
    }
    let interval = count.isDisputed ? " (\(count.intervalText) by the sources)" : ""
    let measured =
      group.measured.map { "together \(NumberFormat.number($0.value)) \(fit.measure.unit)" }
      ?? "the \(fit.measure.label) is not known"
    return "\(group.chip.name): at least \(NumberFormat.whole(count.value))\(interval) at "
      + "\(NumberFormat.exact(capacity.value)) GB each (\(capacity.source), \(capacity.grade.rawValue)) hold it; \(measured)."
  }

  private static func comparison(_ fit: ModelFit) -> String {
    guard let ratio = fit.ratio, let first = fit.first.count, let second = fit.second.count else {
      return "The groups cannot be compared: a figure is not known."
    }
    let interval = ratio.isDisputed ? " (\(ratio.intervalText) by the sources)" : ""
    return
      "At these counts \(NumberFormat.whole(second.value)) × \(fit.second.chip.id) are "
      + "\(NumberFormat.number(ratio.value)) times\(interval) \(NumberFormat.whole(first.value)) × \(fit.first.chip.id), "
      + "measured by \(fit.measure.label)."
  }
}
