import Rating

/// A figure that follows from published ones, with its operands and the interval that their sources leave.
public struct DerivedFigure: Codable, Equatable, Sendable {
  public enum Quantity: String, Codable, CaseIterable, Sendable {
    /// TPP = dense TOP/s × bit length (ECCN 3A090, technical note).
    case tpp
    /// TPP / applicable die area, in TPP/mm² (ECCN 3A090, technical note).
    case performanceDensity = "performance-density"
    /// The same over the logic dies alone: what leaving out the I/O dies would give.
    case performanceDensityWithoutIO = "performance-density-without-io-dies"
    /// Dense TOP/s over rated power.
    case topsPerWatt = "tops-per-watt"
    /// Dense TOP/s over the price at release.
    case topsPerDollar = "tops-per-usd"
    /// Bytes of device memory bandwidth for each operation: GB/s / TOP/s / 1000.
    case bytesPerOperation = "bytes-per-operation"
    /// Operations for each byte of device memory bandwidth, the ridge point of the roofline: 1000 × TOP/s / (GB/s).
    case operationsPerByte = "operations-per-byte"

    public var unit: String {
      switch self {
      case .tpp: "TPP"
      case .performanceDensity, .performanceDensityWithoutIO: "TPP/mm²"
      case .topsPerWatt: "TOP/s per W"
      case .topsPerDollar: "TOP/s per USD"
      case .bytesPerOperation: "B/op"
      case .operationsPerByte: "op/B"
      }
    }
  }

  /// How the second operand joins the first.
  public enum Operation: String, Codable, Sendable {
    case times, over, plus
  }

  /// A number of the working.
  public struct Operand: Codable, Equatable, Sendable {
    public let value: Double
    /// What its sources leave.
    public let range: ClosedRange<Double>
    public let unit: String
    /// The id of its source; `nil` for a bit length, which follows from the precision and the reading.
    public let source: String?
    public let grade: Grade?
    /// Whether the row stands in a table of the user's own.
    public let isOwn: Bool

    init(_ value: SourcedValue) {
      self.init(value.bounded, unit: value.unit, source: value.source, grade: value.grade, isOwn: value.isOwn)
    }

    init(_ bounded: BoundedValue, unit: String, source: String?, grade: Grade?, isOwn: Bool = false) {
      self.isOwn = isOwn
      value = bounded.value
      range = bounded.range
      self.unit = unit
      self.source = source
      self.grade = grade
    }

    var bounded: BoundedValue { BoundedValue(value, range) }
  }

  public let quantity: Quantity
  /// The precision of the rate that went in.
  public let precision: Precision?
  public let value: Double
  public let range: ClosedRange<Double>
  public let unit: String
  public let operation: Operation
  /// Two, in the order of the working.
  public let operands: [Operand]

  /// Joins two operands.
  /// - Parameter scale: what the units of the two leave over, such as 10^9 / 10^12.
  init(
    _ quantity: Quantity, _ precision: Precision?, _ first: Operand, _ operation: Operation,
    _ second: Operand,
    scale: Double = 1, range: ClosedRange<Double>? = nil
  ) {
    let joined =
      switch operation {
      case .times: first.bounded * second.bounded
      case .over: first.bounded / second.bounded
      case .plus: first.bounded + second.bounded
      }
    let scaled = joined * BoundedValue(scale)
    self.quantity = quantity
    self.precision = precision
    value = scaled.value
    self.range = range ?? scaled.range
    unit = quantity.unit
    self.operation = operation
    operands = [first, second]
  }

  /// The value with its interval.
  public var bounded: BoundedValue { BoundedValue(value, range) }

  /// The ids of the sources of its operands, each once.
  public var sources: [String] { operands.compactMap(\.source).uniqued }
}
