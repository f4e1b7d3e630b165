/// How long and how often to measure.
///
/// The capability of a machine is the maximum over *visits* that are spread in time: disturbances last
/// from a tenth of a second to many seconds, so consecutive calls share one fate and repeating them
/// converges on the disturbance.
public struct SamplingPlan: Codable, Equatable, Sendable {
  public let tier: String
  /// Whether a figure of this tier counts as evidence, or only indicates.
  public let isEvidence: Bool
  /// The time for the whole measurement, the search for shapes and libraries included, in seconds.
  public let seconds: Double
  /// Whether the time is used up even when every row has settled before.
  public let usesAllTime: Bool
  /// All processors work for so long before the first visit, so that the machine is as warm as it will get.
  public let soakSeconds: Double
  /// After the visits, each all-core product runs without a pause for so long: the sustained rate.
  public let sustainedSeconds: Double
  /// For each of the two memory bandwidths, in seconds.
  public let memorySeconds: Double
  public let minimumVisits: Int
  public let maximumVisits: Int
  /// A row is done when its three best visits agree within this fraction.
  public let agreement: Double
  /// The least time of one visit's calls, in seconds.
  public let burstSeconds: Double
  /// The sides of the square products that the search tries. The first decides which libraries go on.
  public let sides: [Int]
  /// In the search, the longest call that is worth trying, in seconds.
  public let longestCallSeconds: Double
  /// How long a library may take to open, and to do anything on top of its arithmetic, in seconds.
  public let patienceSeconds: Double
  /// How many contenders a row's visits begin with.
  public let finalists: Int
  /// How many visits that count each of them has before one can drop out.
  public let trialVisits: Int

  public init(
    tier: String, isEvidence: Bool = false, seconds: Double, usesAllTime: Bool = false,
    soakSeconds: Double = 0, sustainedSeconds: Double = 0, memorySeconds: Double, minimumVisits: Int,
    maximumVisits: Int, agreement: Double, burstSeconds: Double, sides: [Int], longestCallSeconds: Double,
    patienceSeconds: Double = 10, finalists: Int = 3, trialVisits: Int = 3
  ) {
    self.tier = tier
    self.isEvidence = isEvidence
    self.seconds = seconds
    self.usesAllTime = usesAllTime
    self.soakSeconds = soakSeconds
    self.sustainedSeconds = sustainedSeconds
    self.memorySeconds = memorySeconds
    self.minimumVisits = minimumVisits
    self.maximumVisits = maximumVisits
    self.agreement = agreement
    self.burstSeconds = burstSeconds
    self.sides = sides
    self.longestCallSeconds = longestCallSeconds
    self.patienceSeconds = patienceSeconds
    self.finalists = finalists
    self.trialVisits = trialVisits
  }

  /// At most twenty seconds for a whole rating; indicative.
  public static let quick = SamplingPlan(
    tier: "quick", seconds: 17.5, memorySeconds: 0.1, minimumVisits: 8, maximumVisits: 20, agreement: 0.005,
    burstSeconds: 0.05, sides: commonSides, longestCallSeconds: 0.35, patienceSeconds: 4, finalists: 2,
    trialVisits: 2)

  /// About two minutes, with larger products and more visits; indicative.
  public static let standard = SamplingPlan(
    tier: "standard", seconds: 100, memorySeconds: 2, minimumVisits: 12, maximumVisits: 40,
    agreement: 0.005, burstSeconds: 0.1, sides: commonSides, longestCallSeconds: 0.7, trialVisits: 6)

  /// At least six minutes, on a warm machine, with the sustained rate: the tier that counts as evidence. FlagPerf
  /// asks for six minutes too (base/benchmarks/computation-*/README.md).
  public static let record = SamplingPlan(
    tier: "record", isEvidence: true, seconds: 390, usesAllTime: true, soakSeconds: 60,
    sustainedSeconds: 10, memorySeconds: 5, minimumVisits: 20, maximumVisits: .max, agreement: 0.005,
    burstSeconds: 0.1, sides: commonSides, longestCallSeconds: 0.7, trialVisits: 6)

  /// The same for devices: those of 30 seconds in the quick tier, of which opening and the memory take some.
  package var forDevices: SamplingPlan {
    SamplingPlan(
      tier: tier, isEvidence: isEvidence, seconds: max(seconds, 22), usesAllTime: usesAllTime,
      soakSeconds: soakSeconds, sustainedSeconds: sustainedSeconds, memorySeconds: memorySeconds,
      minimumVisits: minimumVisits, maximumVisits: maximumVisits, agreement: agreement,
      burstSeconds: burstSeconds,
      sides: [], longestCallSeconds: longestCallSeconds, patienceSeconds: max(10, patienceSeconds),
      finalists: finalists, trialVisits: trialVisits)
  }

  /// Whether a row's visits agree well enough to end it.
  /// - Parameter bests: the best rates of the visits that count, highest first.
  package func agrees(_ bests: [Double]) -> Bool {
    bests.count >= max(3, minimumVisits) && bests[2] >= bests[0] * (1 - agreement)
  }

  /// Why a row needs no further visit; `nil` while it does.
  /// - Parameters:
  ///   - visits: to the contender that leads.
  ///   - bests: the best rates of those that count, highest first.
  func reasonToStop(visits: Int, bests: [Double]) -> String? {
    if visits >= maximumVisits { return "visits" }
    return !usesAllTime && agrees(bests) ? "agreement" : nil
  }

  /// The plan of a tier that a user can choose; `nil` for another name.
  public static func named(_ tier: String) -> SamplingPlan? {
    [quick, standard, record].first { $0.tier == tier }
  }

  /// Multiples of 32, as kernels like them, and but for 512 no powers of two: those make the rows of a matrix compete for
  /// the same places in a cache. The first is large enough for the cores' distance not to decide between libraries.
  private static let commonSides = [1056, 512, 1584, 2112, 3168, 4224, 6336, 8448, 12672, 16896]
}
