import Foundation
import Rating
import Rulebook

/// A number of the law, or of the user's own, as something whose worth changes while it stays.
public struct ThresholdLine: Codable, Equatable, Sendable {
  /// What is held against it. One growth factor never serves all three.
  public enum Bearing: String, Codable, CaseIterable, Sendable {
    /// One chip.
    case chip
    /// Chips added up.
    case stock
    /// The training of one model.
    case training

    public var words: String {
      switch self {
      case .chip: "a line for one chip"
      case .stock: "a line for chips added up"
      case .training: "a line for the training of one model"
      }
    }
  }

  /// A value from one day on.
  public struct Value: Codable, Equatable, Sendable {
    public let from: CalendarDate
    /// `nil` where the number was repealed or has lapsed.
    public let value: Double?
    public let reference: String
  }

  /// "us-ai-diffusion/lpp", or the figure as it was given.
  public let id: String
  /// The instrument and the parameter of the law; `nil` for a figure of the user's own.
  public let instrument: String?
  public let parameter: String?
  public let title: String
  public let bearing: Bearing
  public let quantity: Quantity
  public let comparison: Comparison
  /// In ascending order of their days, at least one, the first with a value; in the unit of the quantity.
  public let values: [Value]

  /// The day on which it was first written.
  public var written: CalendarDate { values[0].from }
  /// What it was then.
  public let original: Double
  public var unit: String { quantity.unit }

  /// - Returns: `nil` without a value.
  init?(
    id: String, instrument: String? = nil, parameter: String? = nil, title: String, bearing: Bearing,
    quantity: Quantity, comparison: Comparison, values: [Value]
  ) {
    guard let original = values.first?.value else { return nil }
    self.id = id
    self.instrument = instrument
    self.parameter = parameter
    self.title = title
    self.bearing = bearing
    self.quantity = quantity
    self.comparison = comparison
    self.values = values
    self.original = original
  }

  /// The entry in force on a day, or the last one with a value before it where the number has lapsed; `nil` before the
  /// first.
  public func entry(on date: CalendarDate) -> Value? { values.last { $0.from <= date && $0.value != nil } }

  /// The day on which the number lapsed, if a day lies after that.
  public func lapsed(by date: CalendarDate) -> CalendarDate? {
    values.last { $0.from <= date }.flatMap { $0.value == nil ? $0.from : nil }
  }

  /// A figure of the user's own: "26.9e6tpp", "4800 TPP", "1e26flop".
  ///
  /// - Parameters:
  ///   - written: its day.
  ///   - bestChip: the highest TPP of one chip that day: what lies above it can only be chips added up.
  /// - Returns: `nil` for what is no figure with a unit.
  public init?(figure text: String, written: CalendarDate, bestChip: Double?) {
    guard let (value, quantity) = Self.figure(text) else { return nil }
    let isStock = bestChip.map { value > $0 } ?? false
    let bearing: Bearing = quantity == .trainingOperations ? .training : isStock ? .stock : .chip
    self.init(
      id: text, title: "a figure of your own, taken for \(bearing.words)", bearing: bearing,
      quantity: quantity, comparison: isStock ? .atMost : .atLeast,
      values: [Value(from: written, value: value, reference: "given")])
  }

  /// The number and the quantity of a figure with a unit.
  public static func figure(_ text: String) -> (value: Double, quantity: Quantity)? {
    let lowercased = text.lowercased()
    let units: [(String, Quantity)] = [
      ("tpp", .tpp), ("flop", .trainingOperations), ("operations", .trainingOperations),
    ]
    guard let (suffix, quantity) = units.first(where: { lowercased.hasSuffix($0.0) }) else { return nil }
    let number = lowercased.dropLast(suffix.count).trimmingCharacters(in: .whitespaces)
    guard number.utf8.allSatisfy({ (48...57).contains($0) || "+-.e".utf8.contains($0) }),
      let value = Double(number), FigureRange.contains(value)
    else { return nil }
    return (value, quantity)
  }
}
