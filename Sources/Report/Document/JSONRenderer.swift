import Foundation

/// Renders values as JSON: keys sorted, so that two reports can be compared line by line.
public struct JSONRenderer: Sendable {
  public init() {}

  public func render(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("every Encodable value of Assay has string keys and encodable floats")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
