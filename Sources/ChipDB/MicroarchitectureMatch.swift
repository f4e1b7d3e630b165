/// Which microarchitecture a processor's own identification tells.
public struct MicroarchitectureMatch: Equatable, Sendable {
  public let microarchitecture: Microarchitecture
  /// The family of products: "Genoa".
  public let codename: String?
  /// The id of the source of the identification.
  public let source: String
  public let grade: Grade
}

/// One row of the table of identifications.
struct Identification: Equatable, Sendable {
  /// Who a processor says has made it.
  enum Vendor: Hashable, Sendable {
    /// CPUID's vendor string.
    case x86(String)
    /// The implementer field of MIDR_EL1.
    case arm(Int)

    init?(_ text: String) {
      guard text.hasPrefix("0x") else {
        self = .x86(text)
        return
      }
      guard let implementer = Int(text.dropFirst(2), radix: 16), (0...0xff).contains(implementer) else {
        return nil
      }
      self = .arm(implementer)
    }
  }

  let vendor: Vendor
  /// `nil` for any.
  let family: Int?
  /// Models, or part numbers on Arm.
  let models: ClosedRange<Int>
  /// `nil` for any.
  let steppings: ClosedRange<Int>?
  /// The id of the microarchitecture.
  let microarchitecture: String
  let codename: String?
  let source: String
  let grade: Grade

  func matches(_ vendor: Vendor, family: Int?, model: Int, stepping: Int?) -> Bool {
    self.vendor == vendor && (self.family == nil || self.family == family) && models.contains(model)
      && (steppings == nil || stepping.map { steppings?.contains($0) ?? true } ?? false)
  }

  /// Whether some processor matches both.
  func overlaps(_ other: Identification) -> Bool {
    vendor == other.vendor && (family == nil || other.family == nil || family == other.family)
      && models.overlaps(other.models)
      && (steppings.flatMap { own in other.steppings.map { own.overlaps($0) } } ?? true)
  }
}
