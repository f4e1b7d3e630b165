import Rating

/// The memory that a measurement will take at most, settled before any is taken.
public struct MemoryPlan: Codable, Equatable, Sendable {
  /// The bytes of A and B at one precision, for the largest of its shapes, in every distribution.
  public struct Inputs: Codable, Equatable, Sendable {
    public let precision: Precision
    public let bytes: Double
    public let largestShape: GEMMShape
  }

  public let inputs: [Inputs]
  /// The bytes of the one C that all products share.
  public let resultBytes: Double
  /// The bytes of the largest B once more, which a library may copy into a layout of its own.
  public let packedBytes: Double
  /// The bytes of the arrays for the memory bandwidth, which are given back before the products begin.
  public let bandwidthBytes: Double

  /// - Parameters:
  ///   - shapes: those of each precision; a precision without any needs nothing.
  ///   - distributions: how many draw operands of their own.
  init(
    shapes: [(precision: Precision, shapes: [GEMMShape])], distributions: Int = 1, bandwidthBytes: Double
  ) {
    var inputs: [Inputs] = []
    var result = 0.0
    var packed = 0.0
    for (precision, shapes) in shapes {
      guard let largest = shapes.max(by: { $0.operations < $1.operations }) else { continue }
      let format = OperandFormat(precision)
      func most(_ elements: (GEMMShape) -> Double) -> Double { shapes.map(elements).max() ?? 0 }
      let b = most { Double($0.k) * Double($0.n) } * Double(format.inputBytes)
      inputs.append(
        Inputs(
          precision: precision,
          bytes: (most { Double($0.m) * Double($0.k) } * Double(format.inputBytes) + b)
            * Double(distributions), largestShape: largest))
      result = max(result, most { Double($0.m) * Double($0.n) } * Double(format.outputBytes))
      packed = max(packed, b)
    }
    self.inputs = inputs
    resultBytes = result
    packedBytes = packed
    self.bandwidthBytes = bandwidthBytes
  }

  /// The most that is taken at any time, in bytes.
  public var bytes: Double {
    max(bandwidthBytes, inputs.reduce(resultBytes + packedBytes) { $0 + $1.bytes })
  }

  /// The share of the available memory that a measurement may take: the rest is for the libraries' buffers.
  static let usableShare = 0.8

  /// - Throws: `MeasurementError.notEnoughMemory` with the largest shape.
  func check(availableBytes: Int) throws(MeasurementError) {
    guard bytes > Double(availableBytes) * Self.usableShare else { return }
    guard let largest = inputs.max(by: { $0.bytes < $1.bytes })?.largestShape else { return }
    throw .notEnoughMemory(shape: largest, needed: bytes, available: availableBytes)
  }
}
