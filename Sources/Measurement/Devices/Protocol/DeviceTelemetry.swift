/// What a device is doing at a moment. What is not told is `nil`.
public struct DeviceTelemetry: Codable, Equatable, Sendable {
  public var watts: Double?
  public var limitWatts: Double?
  /// A counter: the difference of two readings is what was taken between them.
  public var joules: Double?
  public var celsius: Double?
  public var clockMHz: Double?
  public var highestClockMHz: Double?
  public var memoryClockMHz: Double?
  /// The share of time in which anything ran, 0…1.
  public var utilisation: Double?
  /// How many processes use the device, the measuring one included.
  public var processes: Int?
  /// Why the clock is lowered, in words.
  public var throttle: [String]?

  public init() {}
}
