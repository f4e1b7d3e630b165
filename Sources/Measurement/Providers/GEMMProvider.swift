import Rating

/// A library that multiplies matrices. It is used from one thread: how many threads it employs is a
/// setting of the calling one.
public protocol GEMMProvider: AnyObject {
  /// What the library says of itself.
  var identity: ProviderIdentity { get }

  /// Whether the library has a product at this precision.
  func support(for precision: Precision) -> ProviderSupport

  /// Makes ready to multiply the operands: chooses a kernel, packs weights.
  /// - Parameters:
  ///   - operands: they stay alive at least as long as the prepared product.
  ///   - threads: how many threads the library may use.
  /// - Throws: `ProviderError` when the library refuses.
  func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM

  /// Whether the number of threads can be set. If not, the library takes all processors that its process may use, and
  /// the caller sees to it that these are as many as the threads it wants.
  var takesThreads: Bool { get }

  /// The processes in which the library runs, if that is not this one.
  var processes: [Int32] { get }

  /// Gives back the memory that no living product needs; a new product takes it again.
  func rest()
}

extension GEMMProvider {
  public func rest() {}
  public var processes: [Int32] { [] }
  public var takesThreads: Bool { true }
}

/// A product that is ready to run, any number of times.
public protocol PreparedGEMM: AnyObject {
  /// The kernel the library chose, in its own words.
  var kernel: String { get }

  /// What it multiplies.
  var operands: Operands { get }

  /// The process in which it runs, if that is not this one.
  var process: Int32? { get }

  /// Computes C = A·B once and waits for the result.
  /// - Throws: `ProviderError` when the library reports a failure.
  func multiply() throws(ProviderError)

  /// Computes the product again and again, each call timed by itself, next to where it runs. Before each call A is changed,
  /// so that a result kept from an earlier one is wrong.
  /// - Throws: `ProviderError` when the library reports a failure.
  func burst(_ request: BurstRequest) throws(ProviderError) -> Burst
}

/// How long to repeat a product.
public struct BurstRequest: Codable, Sendable {
  /// Go on until so many seconds have passed…
  public let seconds: Double
  /// …and at least so many calls were made,
  public let leastCalls: Int
  /// but never more than so many.
  public let mostCalls: Int

  public init(seconds: Double, leastCalls: Int, mostCalls: Int) {
    self.seconds = seconds
    self.leastCalls = leastCalls
    self.mostCalls = mostCalls
  }

  static let once = BurstRequest(seconds: 0, leastCalls: 1, mostCalls: 1)
}

/// What a burst took.
public struct Burst: Codable, Sendable {
  /// The seconds of each call, in order.
  public let seconds: [Double]
  /// The core's true clock before the calls, between two of them, and after, in GHz; empty where it cannot be measured.
  public let clocksGHz: [Double]
  /// The processor time that the library's process used meanwhile, over the time of the calls: how many processors it
  /// had.
  public let processors: Double
}

extension PreparedGEMM {
  public var process: Int32? { nil }

  public func burst(_ request: BurstRequest) throws(ProviderError) -> Burst {
    var seconds: [Double] = []
    var clocks = [ClockProbe.gigahertz(seconds: Self.clockSeconds)]
    let watch = Stopwatch()
    let before = ProcessorTime.ownSeconds()
    var generator = SplitMix64(seed: .random(in: 0 ... .max))
    while seconds.count < request.mostCalls
      && (seconds.count < request.leastCalls || watch.seconds < request.seconds)
    {
      operands.shuffle(using: &generator)
      let call = Stopwatch()
      try multiply()
      seconds.append(call.seconds)
      if clocks.count == 1 && (seconds.count >= request.leastCalls || 2 * watch.seconds > request.seconds) {
        clocks.append(ClockProbe.gigahertz(seconds: Self.clockSeconds))
      }
    }
    let processors = (ProcessorTime.ownSeconds() - before) / max(watch.seconds, 1e-9)
    clocks.append(ClockProbe.gigahertz(seconds: Self.clockSeconds))
    return Burst(seconds: seconds, clocksGHz: clocks.compactMap { $0 }, processors: processors)
  }

  private static var clockSeconds: Double { 0.0005 }
}

/// What a library says of itself.
public struct ProviderIdentity: Codable, Equatable, Sendable {
  /// "OpenBLAS", "oneDNN".
  public let name: String
  public let version: String?
  /// The file that was loaded.
  public let path: String
  /// The width of its integers, "lp64" or "ilp64"; `nil` where it plays no part.
  public let abi: String?
  /// The kernel family chosen for this processor, where the library tells before a product is made.
  public let kernel: String?

  public init(name: String, version: String?, path: String, abi: String? = nil, kernel: String? = nil) {
    self.name = name
    self.version = version
    self.path = path
    self.abi = abi
    self.kernel = kernel
  }

  /// The same in characters that command no terminal: a library may say anything of itself.
  var printable: ProviderIdentity {
    ProviderIdentity(
      name: name.printable, version: version?.printable, path: path, abi: abi?.printable,
      kernel: kernel?.printable)
  }

  /// Name and version, as a table shows them.
  public var label: String { version.map { "\(name) \($0)" } ?? name }
}

/// Whether a provider covers a precision.
public enum ProviderSupport: Codable, Equatable, Sendable {
  case native
  case unsupported(String)
}

/// A failure inside a library, or its word that it has nothing to offer.
public struct ProviderError: Error, Codable, CustomStringConvertible, Equatable {
  public let description: String
  /// Whether the library has no native kernel for the product on this host, as opposed to one that failed.
  public let isUnsupported: Bool

  public init(_ description: String, isUnsupported: Bool = false) {
    self.description = description
    self.isUnsupported = isUnsupported
  }
}
