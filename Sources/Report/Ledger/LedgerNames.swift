import ChipDB
import Rating
import Rulebook

/// What the numbers in a ledger's lines stand for: companies, chips, countries.
public struct LedgerNames {
  public let database: ChipDatabase
  public let countries: CountryTable
  /// The first day of the rules.
  let firstDay: LedgerDay?
  /// By position in the database.
  public let subjects: [Subject]
  var consignees = NameTable()
  var parents = NameTable()
  private var chipNames = NameTable()
  /// By number of the chip's name.
  private var chips: [ChipAnswer] = []
  /// By the two bytes of a code: the position in the table of countries.
  private let codes: [UInt16]

  /// What is known of a chip's name.
  enum ChipAnswer {
    case chip(UInt16, TPPBand)
    case noTPP
    case unknown
  }

  private static let noCountry = UInt16.max

  init(database: ChipDatabase, rulebook: Rulebook, tf32Reading: TF32Reading) {
    self.database = database
    countries = rulebook.countries
    subjects = database.chips.map { Subject($0, tf32Reading: tf32Reading) }
    firstDay = rulebook.instruments.filter { $0.kind == .item }.flatMap(\.paragraphs).map(\.from).min()
      .map(LedgerDay.init)
    var codes = Array(repeating: Self.noCountry, count: 1 << 16)
    for (position, country) in rulebook.countries.countries.enumerated() {
      let bytes = Array(country.code.description.utf8)
      for first in [bytes[0], bytes[0] | 0x20] {
        for second in [bytes[1], bytes[1] | 0x20] {
          codes[Int(first) << 8 | Int(second)] = UInt16(position)
        }
      }
    }
    self.codes = codes
  }

  /// The position of the country with a code of two letters.
  func country(_ code: CSVLine.Bytes) -> UInt16? {
    guard code.count == 2 else { return nil }
    let position = codes[Int(code[0]) << 8 | Int(code[1])]
    return position == Self.noCountry ? nil : position
  }

  /// The position of the country of a name or a code.
  /// - Throws: `RulebookError.unknownCountry`.
  func country(_ text: String) throws(RulebookError) -> UInt16 {
    let code = try countries.country(text).code
    guard let position = countries.countries.firstIndex(where: { $0.code == code }) else {
      throw .unknownCountry(text, nearest: [])
    }
    return UInt16(position)
  }

  mutating func chip(_ name: CSVLine.Bytes) -> ChipAnswer {
    guard let number = chipNames.number(name) else { return .unknown }
    if Int(number) < chips.count { return chips[Int(number)] }
    let answer = answer(String(decoding: name.trimmed, as: UTF8.self))
    chips.append(answer)
    return answer
  }

  /// Why a chip's name stands for none.
  func refusal(of chip: CSVLine.Bytes) -> String {
    do {
      _ = try database.chip(matching: String(decoding: chip, as: UTF8.self))
      return
        "\(chip.quoted) has no TPP in the chip database: give its figures in tables of your own (--chipdb)"
    } catch {
      return "\(error)"
    }
  }

  private func answer(_ name: String) -> ChipAnswer {
    guard let position = database.position(matching: name), position < UInt16.max else { return .unknown }
    guard let tpp = TPPBand(subjects[position].operands[.tpp]), tpp.low > .zero else {
      return .noTPP
    }
    return .chip(UInt16(position), tpp)
  }
}
