import Rating

extension DatabaseLoader {
  /// Reads at which shares of the peak published training runs operated, by run in the order of the table.
  mutating func loadUtilisations() throws(ChipDBError) -> [PublishedUtilisation] {
    let table = try table(
      "utilisation",
      ["run", "name", "quantity", "value", "precision", "chip", "source", "grade", "note"])
    var seen = SeenKeys(table)
    var order: [String] = []
    var runs: [String: Run] = [:]
    for row in table.rows {
      checkUnique(row, ["run", "quantity", "value", "source"], &seen)
      let id = row.id("run", &problems)
      let name = row.required("name", &problems)
      let quantity = row.requiredChoice("quantity", PublishedUtilisation.Quantity.self, &problems)
      let value = row.requiredPositive("value", &problems)
      if let value, value > 1 {
        row.note("value", "is above 1: write a share of the peak, such as 0.38", &problems)
      }
      let precision = row.choice("precision", Precision.self, &problems)
      let chip = row.text("chip") == nil ? nil : reference(row, "chip", to: chipIDs, in: "chips.csv")
      let origin = origin(row)
      guard let id, let name, let quantity, let value else { continue }
      if let known = runs[id] {
        for (column, own, other) in [
          ("name", name, known.name),
          ("precision", precision?.rawValue ?? "", known.precision?.rawValue ?? ""),
          ("chip", chip ?? "", known.chip ?? ""),
        ] where own != other {
          row.note(
            column,
            "is \(own.quotable) where another row of the run has \(other.quotable): one run, one \(column)",
            &problems)
        }
      } else {
        order.append(id)
      }
      runs[id, default: Run(name: name, precision: precision, chip: chip)].values[quantity, default: []]
        .append(
          SourcedValue(
            value: value, unit: "share", source: origin.source, grade: origin.grade, note: row.text("note"),
            place: row.place, isOwn: row.isOwn))
    }
    return order.compactMap { id in
      runs[id].map { run in
        func chosen(_ quantity: PublishedUtilisation.Quantity) -> SourcedValue? {
          SourcedValue.chosen(from: run.values[quantity] ?? [])
        }
        return PublishedUtilisation(
          run: id, name: run.name, precision: run.precision, chip: run.chip, mfu: chosen(.mfu),
          goodput: chosen(.goodput), effective: chosen(.effective))
      }
    }
  }

  private struct Run {
    let name: String
    let precision: Precision?
    let chip: String?
    var values: [PublishedUtilisation.Quantity: [SourcedValue]] = [:]
  }
}
