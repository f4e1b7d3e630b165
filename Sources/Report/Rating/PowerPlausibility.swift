import ChipDB
import Measurement
import Rating

/// Holds the operations for the energy that a run reached against what any chip is declared to reach.
struct PowerPlausibility {
  private let rows: [MeasurementRow]
  private let database: ChipDatabase

  init(_ rows: [MeasurementRow], _ database: ChipDatabase) {
    self.rows = rows
    self.database = database
  }

  /// One sentence a row whose energy is known: beside the best chip of the database.
  var notes: [String] { judgements.filter(\.isPlausible).map(\.text) }

  /// One sentence a row that is better than any chip is declared to be: its rate or its energy is wrong.
  var warnings: [String] { judgements.filter { !$0.isPlausible }.map(\.text) }

  private var judgements: [(text: String, isPlausible: Bool)] {
    rows.compactMap { row in
      guard let reached = row.sustained?.topsPerWatt, let best = best(row.precision) else { return nil }
      let share = reached / best.topsPerWatt
      let isPlausible = share <= 1 + database.materialDifference
      let compared =
        "\(row.label): \(NumberFormat.number(reached * 1000)) GOP/s a watt, \(NumberFormat.percent(share)) of the best "
        + "that the database has declared (\(best.chip.name))"
      return (
        isPlausible ? compared : "IMPLAUSIBLE: \(compared): the rate or the energy counter is wrong",
        isPlausible
      )
    }
  }

  /// The chip with the most declared dense TOP/s for a watt of its rated power.
  private func best(_ precision: Precision) -> (chip: Chip, topsPerWatt: Double)? {
    database.chips.compactMap { chip in
      chip.declared(precision).flatMap { tops in
        chip.tdpWatts.map { (chip: chip, topsPerWatt: tops.value / $0.value) }
      }
    }.max { $0.topsPerWatt < $1.topsPerWatt }
  }
}
