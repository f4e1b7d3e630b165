/// Where a throughput comes from. Kinds of evidence stand side by side and are never mixed.
public enum Evidence: String, CaseIterable, Codable, Sendable {
  /// A source says so: a datasheet, a whitepaper, a public data set.
  case declared
  /// Units × operations per cycle × clock.
  case derived
  /// Measured, and checked, on the device.
  case demonstrated
}
