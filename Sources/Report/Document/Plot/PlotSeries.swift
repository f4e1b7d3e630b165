extension Plot {
  /// Figures that belong together and are drawn alike.
  public struct Series: Sendable, Encodable {
    public enum Kind: String, Sendable, Encodable {
      /// A marker each, with its interval.
      case points
      /// Straight lines from one to the next.
      case line
      /// Each value holds until the next one.
      case steps
      /// The area between low and high.
      case band
    }

    public var kind: Kind
    public var name: String
    /// Colour and marker: 0, 1, … Series of one style are taken to belong together, such as a fit and its interval.
    public var style: Int
    public var data: [Datum]
    /// A decimal year after which a line or a band extrapolates: dashed, or paler, from there.
    public var extrapolatesAfter: Double?
    /// What the emphasised points are, such as "points of the fit"; `nil` where none stands out.
    public var emphasis: String?

    /// Markers, one a chip or a run.
    /// - Parameter emphasis: what the emphasised ones are; the others are drawn muted then.
    public static func points(_ name: String, style: Int, emphasis: String? = nil, _ data: [Datum]) -> Series
    {
      Series(kind: .points, name: name, style: style, data: data, emphasis: emphasis)
    }

    /// A line, such as a fit: dashed where it extrapolates.
    public static func line(
      _ name: String, style: Int, extrapolatesAfter: Double? = nil, _ data: [Datum]
    ) -> Series {
      Series(kind: .line, name: name, style: style, data: data, extrapolatesAfter: extrapolatesAfter)
    }

    /// Values that each hold until the next one, such as a running maximum; repeat the last where it ends to hold.
    public static func steps(
      _ name: String, style: Int, extrapolatesAfter: Double? = nil, _ data: [Datum]
    ) -> Series {
      Series(kind: .steps, name: name, style: style, data: data, extrapolatesAfter: extrapolatesAfter)
    }

    /// An area, such as a prediction interval.
    public static func band(
      _ name: String, style: Int, extrapolatesAfter: Double? = nil, _ data: [Datum]
    ) -> Series {
      Series(kind: .band, name: name, style: style, data: data, extrapolatesAfter: extrapolatesAfter)
    }
  }

  /// A figure at a date.
  public struct Datum: Sendable, Encodable {
    /// Decimal year.
    public var year: Double
    /// `nil` in a band, which only has low and high.
    public var value: Double?
    public var low: Double?
    public var high: Double?
    /// What the point is, such as a chip's name; empty in a line.
    public var label: String
    /// Whether it stands out, such as a point that the fit uses.
    public var isEmphasized: Bool

    public init(
      year: Double, value: Double?, low: Double? = nil, high: Double? = nil, label: String = "",
      isEmphasized: Bool = false
    ) {
      self.year = year
      self.value = value
      self.low = low
      self.high = high
      self.label = label
      self.isEmphasized = isEmphasized
    }

    /// A step of a band.
    public init(year: Double, low: Double, high: Double) {
      self.init(year: year, value: nil, low: low, high: high)
    }
  }
}
