/// Figures over dates: points, fits, intervals and the lines of the law, on a logarithmic or a linear axis.
///
/// The page and `SVGRenderer` draw it, `PlotCSV` writes its figures. Dates are decimal years: 2024.5 is 2 July 2024.
public struct Plot: Sendable, Encodable {
  public var title: String
  public var axis: Axis
  /// Drawn and named in this order.
  public var series: [Series]
  /// Values that the figures are held against, such as the lines of a rule.
  public var thresholds: [Threshold]
  /// Dates that matter: a vertical line each.
  public var marks: [Mark]
  /// Where the figures come from, and what else the reader must know: the line below the plot.
  public var caption: String

  public init(
    title: String, axis: Axis, series: [Series], thresholds: [Threshold] = [], marks: [Mark] = [],
    caption: String
  ) {
    self.title = title
    self.axis = axis
    self.series = series
    self.thresholds = thresholds
    self.marks = marks
    self.caption = caption
  }

  /// What the vertical axis shows.
  public struct Axis: Sendable, Encodable {
    public enum Scale: String, Sendable, Encodable {
      case linear, logarithmic
    }

    public var scale: Scale
    public var label: String
    /// The unit of every value, low and high; empty for a bare number.
    public var unit: String

    public init(_ scale: Scale = .logarithmic, label: String, unit: String) {
      self.scale = scale
      self.label = label
      self.unit = unit
    }
  }

  /// A value that holds from a date on: drawn as a horizontal line, in steps where it changed.
  public struct Threshold: Sendable, Encodable {
    /// A value and when it begins.
    public struct Step: Sendable, Encodable {
      /// When the value begins; `nil` where it has no beginning.
      public var from: Double?
      public var value: Double

      public init(from: Double?, value: Double) {
        self.from = from
        self.value = value
      }
    }

    public var name: String
    /// In the order of their dates; each ends where the next begins.
    public var steps: [Step]
    /// When the last value ends; `nil` while it stands.
    public var until: Double?

    public init(_ name: String, steps: [Step], until: Double? = nil) {
      self.name = name
      self.steps = steps
      self.until = until
    }

    public init(_ name: String, value: Double, from: Double? = nil, until: Double? = nil) {
      self.init(name, steps: [.init(from: from, value: value)], until: until)
    }
  }

  /// A date, or one that is only known to lie in an interval.
  public struct Mark: Sendable, Encodable {
    public enum Kind: String, Sendable, Encodable {
      /// Something that happens then, such as the day that a threshold expires.
      case event
      /// Where the forecast ends: what lies beyond is shaded.
      case horizon
    }

    public var kind: Kind
    public var name: String
    /// Decimal year.
    public var year: Double
    /// The interval in which the date lies, in decimal years.
    public var low: Double?
    public var high: Double?

    public init(
      _ name: String, at year: Double, low: Double? = nil, high: Double? = nil, kind: Kind = .event
    ) {
      self.kind = kind
      self.name = name
      self.year = year
      self.low = low
      self.high = high
    }
  }
}
