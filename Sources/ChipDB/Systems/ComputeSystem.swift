import Rating

/// Many chips that are sold as one: a rack, a pod, a cluster of pods.
public struct ComputeSystem: Codable, Equatable, Sendable {
  /// A published figure of the whole system.
  public struct PublishedFigure: Codable, Equatable, Sendable {
    public let quantity: SystemQuantity
    public let value: SourcedValue
  }

  /// Short, in kebab case, and never changed.
  public let id: String
  public let name: String
  /// Other names that belong to this system alone.
  public let aliases: [String]
  public let vendor: String
  /// The vendor's headquarters, ISO 3166 alpha-2.
  public let country: String
  /// The id of its chip.
  public let chip: String
  /// How many of them.
  public let count: Int
  /// The kind of link that joins all of them, as interconnect.csv names it; `nil` where no figure of the chip tells.
  public let link: String?
  public let status: Chip.Status?
  /// The id of the source of the facts above.
  public let source: String
  public let note: String?
  public let place: DataPlace
  public let isOwn: Bool
  public internal(set) var figures: [PublishedFigure] = []

  /// Everything that users may call it.
  var spellings: [String] { [id, name] + aliases }
}
