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

  /// The same without what no device can be at: figures that are none, or beyond any; reasons in characters that command no
  /// terminal.
  package var printable: DeviceTelemetry {
    func kept(_ figure: Double?, _ range: ClosedRange<Double>) -> Double? {
      figure.flatMap { range.contains($0) ? $0 : nil }
    }
    var clean = DeviceTelemetry()
    clean.watts = kept(watts, 0...1e6)
    clean.limitWatts = kept(limitWatts, 0...1e6)
    clean.joules = kept(joules, 0...1e15)
    clean.celsius = kept(celsius, -273.15...1e4)
    clean.clockMHz = kept(clockMHz, 0...1e6)
    clean.highestClockMHz = kept(highestClockMHz, 0...1e6)
    clean.memoryClockMHz = kept(memoryClockMHz, 0...1e6)
    clean.utilisation = kept(utilisation, 0...1)
    clean.processes = processes.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
    clean.throttle = throttle.map { $0.prefix(Self.mostReasons).map(\.printable) }
    return clean
  }

  private static let mostReasons = 32
}
