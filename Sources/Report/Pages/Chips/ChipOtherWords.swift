import ChipDB
import Rating

/// What others measured of a chip, how devices name it, and wrong figures of it that circulate, as sections.
struct ChipOtherWords {
  let chip: Chip
  let measurements: [MeasuredShare]

  /// Those that have something to say.
  var sections: [Document.Section] {
    [
      measurements.isEmpty ? nil : .init("Measured by others", [measured] + above),
      chip.traps.isEmpty ? nil : .init("Figures in circulation that are wrong", [wrong]),
      chip.deviceIDs.isEmpty ? nil : .init("How devices name themselves", [names]),
    ].compactMap { $0 }
  }

  private var measured: Document.Block {
    .table(
      .init(
        [
          .text("precision"), .text("unit"), .text("what"), .number("TOP/s"), .number("of declared"),
          .text("grade"), .text("source"), .text("conditions"),
        ],
        rows: measurements.map { row in
          let measurement = row.measurement
          return [
            measurement.precision.label, measurement.unit.rawValue, measurement.quantity.label,
            NumberFormat.exact(measurement.tops.value), row.share.map(NumberFormat.percent) ?? "unknown",
            measurement.tops.gradeText, measurement.tops.source, measurement.conditions,
          ]
        }))
  }

  /// Which measurements exceed what is declared: a peak cannot be exceeded, so one of the two is wrong.
  private var above: [Document.Block] {
    let precisions = Precision.allCases.filter { precision in
      measurements.contains { $0.measurement.precision == precision && ($0.share ?? 0) > 1 }
    }
    if precisions.isEmpty { return [] }
    return [
      .notes([
        "Measured above the declared rate at \(precisions.map(\.label).joined(separator: ", ")): the declared figure is "
          + "no peak (a clock below the highest, say), or the measurement is of something else."
      ])
    ]
  }

  private var wrong: Document.Block {
    .table(
      .init(
        [
          .text("quantity"), .number("value"), .text("what went wrong"), .text("where it stands"),
          .text("note"),
        ],
        rows: chip.traps.map { trap in
          [
            trap.quantity.label, trap.number.map(NumberFormat.exact) ?? trap.value, trap.kind.label,
            trap.source, trap.note ?? "",
          ]
        }))
  }

  private var names: Document.Block {
    .table(
      .init(
        [.text("scheme"), .text("id"), .text("grade"), .text("source")],
        rows: chip.deviceIDs.map { [$0.scheme.rawValue, $0.id, $0.grade.rawValue, $0.source] }))
  }
}

extension SourcedValue {
  /// The grade, and whether the row is one of the user's own.
  var gradeText: String { grade.rawValue + (isOwn ? ", own" : "") }
}

extension Chip.OthersMeasurement.Quantity {
  fileprivate var label: String {
    switch self {
    case .gemm: "matrix product"
    case .floor: "least that a test demands"
    case .instruction: "bare instruction"
    }
  }
}
