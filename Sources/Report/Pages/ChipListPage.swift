import ChipDB
import Rating

/// What `assay chips list` tells: one line a chip.
public struct ChipListPage: Encodable, Sendable {
  private let cells: [[ChipColumn.Value]]
  private let columns: [ChipColumn]
  private let hasUsualColumns: Bool
  private let selection: ChipSelection

  /// - Parameter columns: what to show; `nil` for the usual columns.
  public init(_ selection: ChipSelection, columns: [ChipColumn]? = nil) {
    let shown = columns ?? ChipColumn.usual
    self.selection = selection
    self.columns = shown
    hasUsualColumns = columns == nil
    cells = selection.rated.map { chip in shown.map { $0.value(of: chip) } }
  }

  /// The list alone: consumers of the JSON get an array of chips. What is unknown is absent.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for row in cells {
      var chip = list.nestedContainer(keyedBy: Key.self)
      for (column, value) in zip(columns, row) {
        let key = Key(stringValue: hasUsualColumns ? column.usualKey : column.rawValue)
        switch value {
        case .text(let text): try chip.encode(text, forKey: key)
        case .number(let number): try chip.encode(number, forKey: key)
        case .unknown: break
        }
      }
    }
  }

  /// What the list leaves out and what is in doubt, one sentence each; empty where there is nothing to say.
  public var notes: [String] {
    var notes: [String] = []
    if selection.rated.count < selection.matching {
      notes.append("\(selection.matching) chips match; the first \(selection.rated.count) are shown.")
    }
    let undecided = selection.undecided
    if undecided.count > 0 {
      let figures = undecided.byFigure.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      notes.append(
        "\(undecided.count) more may match but are left out because a figure is unknown: "
          + figures.map { "\($0.key) of \($0.value)" }.joined(separator: ", ") + ".")
    }
    if !selection.disputed.isEmpty {
      notes.append(
        "In or out depending on which source is believed: \(selection.disputed.joined(separator: ", ")).")
    }
    return notes
  }

  /// One line a chip, figures with all their digits; what is unknown is blank.
  public var csv: String {
    CSVRenderer().render(
      columns.map(\.rawValue),
      cells.map { row in
        row.map { value in
          switch value {
          case .text(let text): text
          case .number(let number): CSVRenderer.number(number)
          case .unknown: ""
          }
        }
      })
  }

  public var document: Document {
    let table = Document.Table(
      columns.map { column in
        if case .figure(let figure) = column { .number(figure.heading) } else { .text(column.heading) }
      },
      rows: cells.map { row in zip(columns, row).map { $0.text(of: $1) } })
    return Document(
      title: "Assay: \(selection.rated.count) chips",
      sections: [.init("Chips", [.table(table)] + (notes.isEmpty ? [] : [.notes(notes)]))])
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

extension ChipColumn {
  /// The key of the usual list in JSON, which says the unit.
  fileprivate var usualKey: String {
    switch self {
    case .governing: "governingPrecision"
    case .figure(.density): "performanceDensity"
    case .figure(.bandwidth): "memoryBandwidthGBps"
    default: rawValue
    }
  }

  fileprivate var heading: String {
    switch self {
    case .governing: "governed by"
    case .dataCentre: "data centre"
    case .formFactor: "form factor"
    default: rawValue
    }
  }

  /// A cell as people read it.
  fileprivate func text(of value: Value) -> String {
    switch (self, value) {
    case (_, .unknown): "-"
    case (.governing, .text(let text)): Precision(rawValue: text)?.label ?? text
    case (_, .text(let text)): text
    case (.figure(let figure), .number(let number)): figure.text(number)
    case (_, .number(let number)): NumberFormat.number(number)
    }
  }
}

extension ChipFigure {
  /// A value with the digits that its quantity deserves.
  func text(_ value: Double) -> String {
    switch self {
    case .density: NumberFormat.number(value, digits: 3)
    case .node, .tdp, .memory, .price: NumberFormat.exact(value)
    default: NumberFormat.number(value)
    }
  }

  /// The name and the unit, short enough for a column.
  fileprivate var heading: String {
    switch self {
    case .tpp, .density: unit
    case .bandwidth: unit
    case .tops, .memory, .tdp, .price, .area, .io, .node: "\(label) \(unit)"
    }
  }
}
