import ChipDB
import Rating

/// What `assay chips list` tells: one line a chip.
public struct ChipListPage: Encodable, Sendable {
  /// One chip in figures. What nobody has published is absent.
  public struct Entry: Encodable, Sendable {
    public let id: String
    public let name: String
    public let vendor: String
    /// ISO 3166 alpha-2.
    public let country: String
    public let kind: String
    public let released: CalendarDate?
    public let tpp: Double?
    public let governingPrecision: Precision?
    /// TPP/mm².
    public let performanceDensity: Double?
    public let memoryBandwidthGBps: Double?
    /// The worst grade among the governing figure's sources.
    public let grade: Grade?

    init(_ chip: Chip, tf32Reading: TF32Reading) {
      let rating = chip.rating(tf32Reading: tf32Reading)
      id = chip.id
      name = chip.name
      vendor = chip.vendor
      country = chip.country
      kind = chip.kind.rawValue
      released = chip.released
      tpp = rating.tpp
      governingPrecision = rating.governing?.precision
      performanceDensity = chip.applicableDieArea.mm2.flatMap { rating.performanceDensity(areaMM2: $0) }
      memoryBandwidthGBps = chip.memoryBandwidthGBps?.value
      grade = rating.governing.flatMap { chip.declared($0.precision)?.grade }
    }
  }

  public let chips: [Entry]

  public init(_ chips: [Chip], tf32Reading: TF32Reading) {
    self.chips = chips.map { Entry($0, tf32Reading: tf32Reading) }
  }

  /// The list alone: consumers of the JSON get an array of chips.
  public func encode(to encoder: any Encoder) throws { try chips.encode(to: encoder) }

  public var document: Document {
    let table = Document.Table(
      [
        .text("id"), .text("name"), .text("vendor"), .text("country"), .text("kind"), .text("released"),
        .number("TPP"), .text("governed by"), .number("TPP/mm²"), .number("GB/s"), .text("grade"),
      ],
      rows: chips.map { chip in
        [
          chip.id, chip.name, chip.vendor, chip.country, chip.kind, chip.released?.description ?? "-",
          chip.tpp.map { NumberFormat.number($0) } ?? "-", chip.governingPrecision?.label ?? "-",
          chip.performanceDensity.map { NumberFormat.number($0, digits: 3) } ?? "-",
          chip.memoryBandwidthGBps.map { NumberFormat.number($0) } ?? "-", chip.grade?.rawValue ?? "-",
        ]
      })
    return Document(title: "Assay: \(chips.count) chips", sections: [.init("Chips", [.table(table)])])
  }
}
