import Foundation

/// What is asked of a worker; docs/worker-protocol.md says what each means.
protocol DeviceRequest: Codable {
  associatedtype Answer: Codable
  /// The request's name, the value of `do`.
  static var verb: String { get }
}

/// An answer that says only that it is done.
struct Done: Codable {}

struct OpenRequest: DeviceRequest {
  static let verb = "open"
  let device: String

  struct Answer: Codable {
    let variants: [ProductVariant]
    let missing: [Missing]?
  }

  /// A precision that cannot be had, and why.
  struct Missing: Codable {
    let precision: String
    let reason: String
  }
}

struct PrepareRequest: DeviceRequest {
  static let verb = "prepare"
  let variant: ProductVariant
  let m: Int
  let n: Int
  let k: Int
  let distribution: OperandDistribution
  let seed: Seed
  /// How many pairs of A and C.
  let sets: Int
  /// How many kernels are wanted at most.
  let kernels: Int

  struct Answer: Codable {
    let product: Int
    let kernels: [String]
    /// "device" or "host".
    let drawn: String
  }
}

struct FlipRequest: DeviceRequest {
  typealias Answer = Done
  static let verb = "flip"
  let product: Int
  let seeds: [Seed]
}

struct RunRequest: DeviceRequest {
  static let verb = "run"
  let product: Int
  let kernel: Int
  let count: Int

  struct Answer: Codable {
    let seconds: Double
  }
}

struct RowsRequest: DeviceRequest {
  static let verb = "rows"
  let product: Int
  let set: Int
  let matrix: Matrix
  let rows: [Int]

  enum Matrix: String, Codable { case a, b, c }

  struct Answer: Codable {
    let data: Data
  }
}

struct CheckRequest: DeviceRequest {
  static let verb = "check"
  let product: Int
  let set: Int
  let seed: Seed

  struct Answer: Codable {
    let largest: Deviation
    let row: Int
  }

  /// A number, or "nan" for a C that is not finite.
  struct Deviation: Codable {
    let value: Double

    init(_ value: Double) { self.value = value }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self), text == "nan" {
        value = .nan
      } else {
        value = try container.decode(Double.self)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if value.isFinite { try container.encode(value) } else { try container.encode("nan") }
    }
  }
}

struct MultiplyRequest: DeviceRequest {
  static let verb = "multiply"
  let variant: ProductVariant
  let m: Int
  let n: Int
  let k: Int
  let a: Data
  let b: Data

  struct Answer: Codable {
    let c: Data
  }
}

struct BandwidthRequest: DeviceRequest {
  static let verb = "bandwidth"
  let kind: Kind
  let bytes: Int
  let count: Int
  /// The other device; only for `peer`.
  var peer: String?

  enum Kind: String, Codable { case copy, read, peer }

  struct Answer: Codable {
    let seconds: Double
    let moved: Double
  }
}

struct TelemetryRequest: DeviceRequest {
  typealias Answer = DeviceTelemetry
  static let verb = "telemetry"
  let device: String
}

struct ReleaseRequest: DeviceRequest {
  typealias Answer = Done
  static let verb = "release"
  let product: Int
}

struct EndRequest: DeviceRequest {
  typealias Answer = Done
  static let verb = "end"
}

/// 64 bits as a string of decimal digits, which every language's JSON keeps.
struct Seed: Codable, Equatable, Sendable {
  let value: UInt64

  init(_ value: UInt64) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = UInt64(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a seed is a string of decimal digits up to 2^64 - 1")
    }
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode("\(value)")
  }
}
