import ChipDB
import Rating
import Rulebook

/// Reads the kinds of field that ledgers have; a failure is a message with the remedy.
enum LedgerFields {
  /// Why a field cannot be read.
  struct Failure: Error {
    let message: String
  }

  /// The most chips of one line: more is a slip of the keyboard.
  static let largestQuantity = 1_000_000_000

  static func day(_ bytes: CSVLine.Bytes) -> LedgerDay? {
    guard bytes.count == 10, bytes[4] == 0x2d, bytes[7] == 0x2d, let year = number(bytes, 0..<4),
      let month = number(bytes, 5..<7), let day = number(bytes, 8..<10)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day).map(LedgerDay.init)
  }

  static func quantity(_ bytes: CSVLine.Bytes) throws(Failure) -> Int {
    guard !bytes.isEmpty else { throw Failure(message: "missing: write a whole number of chips") }
    if bytes.count <= 10, let quantity = number(bytes, 0..<bytes.count) {
      guard quantity > 0 else {
        throw Failure(message: "0 chips are no shipment: delete the line, or correct the number")
      }
      guard quantity <= largestQuantity else {
        throw Failure(message: "\(quantity) chips are more than \(largestQuantity): correct the number")
      }
      return quantity
    }
    if bytes[0] == 0x2d, bytes.count > 1, bytes.dropFirst().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      throw Failure(
        message:
          "\(bytes.quoted) is negative: chips that were lost, sold or sent back go into a file of their own (--attrition)"
      )
    }
    throw Failure(
      message: "\(bytes.quoted) is no whole number from 1 to \(largestQuantity): write digits alone")
  }

  private static let routes = Route.allCases.map { (name: Array($0.rawValue.utf8), route: $0) }

  /// - Returns: `nil` for a blank.
  static func route(_ bytes: CSVLine.Bytes) throws(Failure) -> Route? {
    guard !bytes.isEmpty else { return nil }
    let route = routes.first { name, _ in
      name.count == bytes.count && name.indices.allSatisfy { name[$0] == bytes[$0] | 0x20 }
    }?.route
    guard let route else {
      let known = Route.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(message: "\(bytes.quoted) is no route: write \(known), or leave it blank for 'find one'")
    }
    return route
  }

  static func unknownCountry(_ bytes: CSVLine.Bytes, _ countries: CountryTable) -> String {
    let text = String(decoding: bytes.prefix(100), as: UTF8.self)
    if text.isEmpty { return "missing: write a code of ISO 3166-1 alpha-2, such as AE" }
    if let country = try? countries.country(text) {
      return "\(bytes.quoted) is a name: write the code \(country.code)"
    }
    return "\(bytes.quoted) is no code of ISO 3166-1 alpha-2: write two letters, such as AE"
  }

  private static func number(_ bytes: CSVLine.Bytes, _ range: Range<Int>) -> Int? {
    var number = 0
    for index in range {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      number = 10 * number + Int(digit)
    }
    return number
  }
}
