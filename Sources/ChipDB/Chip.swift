import Rating

/// A product: what it is, and every published figure with its source.
public struct Chip: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    case gpu, npu, tpu, asic, cpu
  }

  public enum FormFactor: String, Codable, CaseIterable, Sendable {
    case sxm, pcie, oam, card, board, socket, other
  }

  public enum Status: String, Codable, CaseIterable, Sendable {
    case released, announced
  }

  /// Short, in kebab case, and never changed.
  public let id: String
  public let name: String
  /// Other names that belong to this chip alone.
  public let aliases: [String]
  public let vendor: String
  /// The vendor's headquarters, ISO 3166 alpha-2.
  public let country: String
  public let kind: Kind
  public let formFactor: FormFactor?
  public let released: CalendarDate?
  public let status: Status?
  /// Whether it is designed or marketed for data centres.
  public let dataCentre: Outcome
  /// The process node as marketed, in nm.
  public let nodeNM: Double?
  /// Whether it is made with non-planar transistors.
  public let nonPlanar: Outcome
  /// How the dies are put together, as its source says: "CoWoS-S", "2 dies"; `nil` where none says.
  public let package: String?
  /// The id of the source of the facts above.
  public let source: String
  public let note: String?
  /// The row that tells them.
  public let place: DataPlace
  /// Whether the row stands in a table of the user's own.
  public let isOwn: Bool

  public internal(set) var throughputs: [PublishedThroughput] = []
  public internal(set) var dies: [Die] = []
  public internal(set) var memory: [MemoryFigure] = []
  public internal(set) var interconnect: [LinkFigure] = []
  public internal(set) var power: [PowerFigure] = []
  public internal(set) var prices: [PriceFigure] = []
  public internal(set) var deviceIDs: [DeviceID] = []
  public internal(set) var measurements: [OthersMeasurement] = []
  public internal(set) var traps: [Trap] = []
  /// Cores and clocks, of a processor.
  public internal(set) var cpu: CPUFigures?

  /// Everything that users may call it.
  var spellings: [String] { [id, name] + aliases }
}
