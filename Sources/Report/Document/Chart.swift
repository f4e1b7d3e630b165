/// A chart's content; only the HTML page draws it, the other formats have its figures in tables.
public struct Chart: Sendable, Encodable {
  public enum Kind: String, Sendable, Encodable {
    /// One group of bars a category.
    case bar
    /// Points on two logarithmic axes.
    case scatter
    /// Points joined by lines on two logarithmic axes.
    case line
  }

  /// One series of the chart.
  public struct Series: Sendable, Encodable {
    public let name: String
    public let points: [Point]

    public init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// A bar (x is its category's index) or a point.
  public struct Point: Sendable, Encodable {
    public let x: Double
    public let y: Double
    public let label: String

    public init(x: Double, y: Double, label: String) {
      self.x = x
      self.y = y
      self.label = label
    }
  }

  public let kind: Kind
  public let title: String
  public let xTitle: String
  public let yTitle: String
  /// The names of the categories of a bar chart; empty for a scatter chart.
  public let categories: [String]
  public let series: [Series]

  public init(
    kind: Kind, title: String, xTitle: String, yTitle: String, categories: [String] = [], series: [Series]
  ) {
    self.kind = kind
    self.title = title
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.categories = categories
    self.series = series
  }
}
