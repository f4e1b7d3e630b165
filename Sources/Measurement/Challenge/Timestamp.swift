import Foundation

/// A second of Coordinated Universal Time, written as ISO 8601 has it: 2026-11-28T19:02:43Z.
public struct Timestamp: Hashable, Comparable, Sendable, LosslessStringConvertible, Codable {
  /// Seconds since 1970, whole.
  private let seconds: Int

  /// The second in which a moment lies, of a year that four digits hold.
  public init(_ date: Date) {
    seconds = Int(min(max(date.timeIntervalSince1970.rounded(.down), Self.earliest), Self.latest))
  }

  /// Reads the one form that is written: no other zone than Z, no fraction.
  public init?(_ text: String) {
    guard text.utf8.count == 20, let date = try? Date(text, strategy: .iso8601) else { return nil }
    self.init(date)
    if description != text { return nil }
  }

  /// The first second of the year 1 and the last of the year 9999.
  private static let earliest = -62_135_596_800.0
  private static let latest = 253_402_300_799.0

  public var date: Date { Date(timeIntervalSince1970: Double(seconds)) }
  public var description: String { date.ISO8601Format() }

  /// How many seconds later the other one is; negative if it is earlier.
  public func seconds(to other: Timestamp) -> Double { Double(other.seconds - seconds) }

  /// So many seconds later.
  public func adding(_ seconds: Double) -> Timestamp { Timestamp(date.addingTimeInterval(seconds)) }

  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = Timestamp(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "give a time in the form 2026-11-28T19:02:43Z")
    }
    self = time
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
