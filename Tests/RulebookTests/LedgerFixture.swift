import Rating

@testable import Rulebook

/// A ledger of hand-made lines under the shipped rules.
struct LedgerFixture {
  /// What the lines may ship: an H100 by the AI Diffusion rule's own figure, chips that reach a limit to the unit, one of
  /// 3A090.b class, and one whose class turns on an unknown area.
  enum Chip: UInt16, CaseIterable {
    case h100, lpp, aboveLPP, notice, belowNotice, country, aboveCountry, raised, aboveRaised, report,
      belowReport,
      lowerTier, unknownArea

    var subject: Subject {
      switch self {
      case .h100: .chip(tpp: 15_825, dataCentre: .yes)
      case .lpp: .chip(tpp: 26_900_000, dataCentre: .yes)
      case .aboveLPP: .chip(tpp: 26_900_001, dataCentre: .yes)
      case .notice: .chip(tpp: 3_200_000, dataCentre: .yes)
      case .belowNotice: .chip(tpp: 3_199_999, dataCentre: .yes)
      case .country: .chip(tpp: 790_000_000, dataCentre: .yes)
      case .aboveCountry: .chip(tpp: 790_000_001, dataCentre: .yes)
      case .raised: .chip(tpp: 1_580_000_000, dataCentre: .yes)
      case .aboveRaised: .chip(tpp: 1_580_000_001, dataCentre: .yes)
      case .report: .chip(tpp: 253_000_000, dataCentre: .yes)
      case .belowReport: .chip(tpp: 252_999_999, dataCentre: .yes)
      case .lowerTier: .chip(tpp: 2_400, areaMM2: 1_000, dataCentre: .yes)
      case .unknownArea: .chip(tpp: 3_000, dataCentre: .yes)
      }
    }
  }

  private static let loaded = Result {
    try LedgerRules.load(directory: Shipped.directory, rulebook: Shipped.rulebook())
  }

  static func rules() throws -> LedgerRules { try loaded.get() }

  var ledger: Ledger
  private var line: Int32 = 1

  /// - Parameter stock: what families own or lost; given means that this is all they own.
  init(
    _ standing: Standing = .codified, agreements: Set<CountryCode> = [], stock: [StockChange]? = nil
  ) throws {
    ledger = Ledger(
      rules: try Self.rules(), standing: standing, chips: Chip.allCases.map(\.subject),
      agreements: agreements, changes: stock ?? [], knowsHoldings: stock != nil)
  }

  static func country(_ code: String) throws -> UInt16 {
    let countries = try Shipped.rulebook().countries.countries
    guard let position = countries.firstIndex(where: { $0.code.description == code }) else {
      throw RulebookError.unknownCountry(code, nearest: [])
    }
    return UInt16(position)
  }

  static func stock(
    _ kind: StockChange.Kind, _ date: CalendarDate, in country: String, _ quantity: Int, chip: Chip = .h100,
    national: Bool = false, parent: Int32 = 0
  ) throws -> StockChange {
    StockChange(
      kind: kind, day: LedgerDay(date), line: 7, parent: parent, destination: try Self.country(country),
      chip: chip.rawValue, isNational: national, quantity: quantity)
  }

  /// Ships to a family of the destination, unless its headquarters are given: "" for unknown.
  @discardableResult
  mutating func ship(
    _ date: CalendarDate, to destination: String, hq: String? = nil, _ route: Route? = nil,
    _ quantity: Int = 1, chip: Chip = .h100, parent: Int32 = 0, consignee: Int32 = 0
  ) throws -> Ledger.Place {
    line += 1
    let home = hq ?? destination
    return try ledger.add(
      Shipment(
        day: LedgerDay(date), line: line, consignee: consignee, parent: parent,
        headquarters: home.isEmpty ? nil : Self.country(home), destination: Self.country(destination),
        chip: chip.rawValue, route: route, quantity: quantity))
  }

  /// The ids and lines of the limits passed so far.
  var broken: [String] { ledger.brokenLimits.map { "\(id($0.limit)):\($0.place.line)" } }
  var duties: [String] { ledger.duties.map { "\(id($0.limit)):\($0.place.line)" } }
  var brokenShares: [String] {
    ledger.brokenShares.map { "\(ledger.rules.shares[$0.rule].allowance.id):\($0.line)" }
  }
  var refusals: [String] {
    ledger.tallies.refusedRoutes.map { "\($0.route.rawValue):\($0.first.line):\($0.refusal)" }
  }

  private func id(_ limit: Int) -> String { ledger.rules.limits[limit].allowance.id }
}
